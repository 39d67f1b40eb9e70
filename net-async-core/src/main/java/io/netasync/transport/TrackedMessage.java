package io.netasync.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A message on its way out whose writing is tracked.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class TrackedMessage implements Message<Object>, WriteCallback {

	private final Message<?> message;

	private final Consumer<TrackedMessage> onWritten;

	private @Nullable CompletableFuture<@Nullable Void> result;

	private boolean deferred;

	/**
	 * Creates a tracked view of a message.
	 * @param message the message
	 * @param onWritten is told when it has been written; must not block
	 */
	public TrackedMessage(Message<?> message, Consumer<TrackedMessage> onWritten) {
		this.message = message;
		this.onWritten = onWritten;
	}

	/**
	 * Returns the message as the application gave it.
	 * @return the message
	 */
	public Message<?> message() {
		return this.message;
	}

	/**
	 * Has the message tell what becomes of it. To be called before it is sent.
	 * @param executor where those who wait for the result go on; never an event loop
	 * @return completes when the message is written, exceptionally when it is given up
	 */
	public CompletableFuture<@Nullable Void> result(Executor executor) {
		CompletableFuture<@Nullable Void> known = new CompletableFuture<>();
		this.result = known;
		return known.whenCompleteAsync((written, failure) -> {
		}, executor);
	}

	/**
	 * Says what became of the message.
	 * @param failure why it was given up, {@code null} if it is written
	 */
	public void end(@Nullable Throwable failure) {
		if (this.result == null) {
			return;
		}
		if (failure == null) {
			this.result.complete(null);
		}
		else {
			this.result.completeExceptionally(failure);
		}
	}

	@Override
	public Object getPayload() {
		return this.message.getPayload();
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
