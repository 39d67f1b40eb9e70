package io.netasync.request;

import org.jspecify.annotations.Nullable;

/**
 * A request has ended without its reply.
 *
 * @author net-async
 * @since 0.1.0
 */
public class RequestFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final boolean sent;

	/**
	 * Creates the exception.
	 * @param reason why
	 * @param sent whether the request had been handed to a connection
	 * @param message what happened and what can be done
	 * @param cause the exception behind it, if there is one
	 */
	public RequestFailedException(Reason reason, boolean sent, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.sent = sent;
	}

	/**
	 * Returns why there is no reply.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Tells whether the peer may have got the request. If it can't have, making it again
	 * does nothing twice.
	 * @return {@code false} if the request was never handed to a connection, and never
	 * will be
	 */
	public boolean wasSent() {
		return this.sent;
	}

	/**
	 * Why a request has ended without its reply.
	 */
	public enum Reason {

		/** No reply came in time. */
		TIMEOUT,

		/** The connection it went out on ended before its reply had come. */
		DISCONNECTED,

		/** The reply came, but no payload could be made of it; the cause tells why. */
		UNREADABLE,

		/** The client or the connection is closed. */
		CLOSED,

		/** As many requests as may be under way already are. */
		TOO_MANY,

		/** A request with the same key is under way. */
		DUPLICATE_KEY,

		/** The request has no key. */
		NO_KEY,

		/**
		 * The send buffer did not accept the request or has given it up; the cause tells
		 * why.
		 */
		REFUSED

	}

}
