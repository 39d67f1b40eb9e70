package io.netasync.transport;

import java.util.function.Consumer;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A message on its way out whose writing is tracked.
 *
 * @author net-async
 * @since 0.1.0
 */
public class TrackedMessage implements Message<Object>, WriteCallback {

	private final Message<?> message;

	private final Object payload;

	private final Consumer<TrackedMessage> onWritten;

	private boolean deferred;

	/**
	 * Creates a tracked view of a message.
	 * @param message the message
	 * @param payload what its frame carries
	 * @param onWritten is told when it has been written; must not block
	 */
	public TrackedMessage(Message<?> message, Object payload, Consumer<TrackedMessage> onWritten) {
		this.message = message;
		this.payload = payload;
		this.onWritten = onWritten;
	}

	/**
	 * Returns the message as the application gave it.
	 * @return the message
	 */
	public Message<?> message() {
		return this.message;
	}

	@Override
	public Object getPayload() {
		return this.payload;
	}

	@Override
	public MessageHeaders getHeaders() {
		return this.message.getHeaders();
	}

	@Override
	public void deferred() {
		this.deferred = true;
	}

	@Override
	public void written() {
		this.onWritten.accept(this);
	}

	/**
	 * Sends the message and tracks it whichever way the connection writes.
	 * @param send what sends it
	 */
	void sendThrough(Consumer<Message<?>> send) {
		this.deferred = false;
		send.accept(this);
		if (!this.deferred) {
			written();
		}
	}

}
