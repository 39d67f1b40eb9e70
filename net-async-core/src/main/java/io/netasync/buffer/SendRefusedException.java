package io.netasync.buffer;

import org.jspecify.annotations.Nullable;

/**
 * A message was not accepted for sending, or was given up afterwards. The reason tells
 * which; the message is not on its way.
 *
 * @author net-async
 * @since 0.1.0
 */
public class SendRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param message what happened and what can be done
	 */
	public SendRefusedException(Reason reason, String message) {
		this(reason, message, null);
	}

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param message what happened and what can be done
	 * @param cause the exception behind it, if there was one
	 */
	public SendRefusedException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Returns why the message was not sent.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a message was not sent.
	 */
	public enum Reason {

		/** The buffer, or the memory budget, is full. */
		BUFFER_FULL,

		/** The client or the connection is closed. */
		CLOSED,

		/** The sender was interrupted while it waited for room. */
		INTERRUPTED,

		/** The payload can't be made a frame. */
		INVALID,

		/** There is no such connection. */
		NO_CONNECTION,

		/** Writing it failed on a connection that stayed open. */
		WRITE_FAILED

	}

}
