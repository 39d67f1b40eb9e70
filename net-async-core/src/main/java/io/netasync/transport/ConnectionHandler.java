package io.netasync.transport;

import io.netasync.event.DisconnectReason;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * What the owner of a connection hears of it.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface ConnectionHandler {

	/** Takes no interest. */
	ConnectionHandler NONE = new ConnectionHandler() {

		@Override
		public void received(Message<?> message) {
		}

		@Override
		public void unreadable(Message<?> message, Throwable cause) {
		}

		@Override
		public void heard() {
		}

		@Override
		public void writable() {
		}

		@Override
		public void closed(DisconnectReason reason, @Nullable Throwable cause) {
		}

	};

	/**
	 * A message came. Called by the dispatcher: one at a time, in order; may block.
	 * @param message the message
	 */
	void received(Message<?> message);

	/**
	 * A message came of which no payload can be made. Called as {@link #received} is.
	 * @param message the message as it came
	 * @param cause why
	 */
	void unreadable(Message<?> message, Throwable cause);

	/**
	 * The first byte came from the peer. Called once by any thread, where the transport
	 * sees bytes; must not block.
	 */
	void heard();

	/**
	 * The connection takes messages again. Called by any thread; must not block.
	 */
	void writable();

	/**
	 * The connection is gone: no message given to it will be written any more. Called
	 * once, at once and by any thread, possibly before the last messages were delivered;
	 * must not block.
	 * @param reason why
	 * @param cause the exception behind it, if there was one
	 */
	void closed(DisconnectReason reason, @Nullable Throwable cause);

}
