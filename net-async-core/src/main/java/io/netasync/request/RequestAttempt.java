package io.netasync.request;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * A request on its way out, once for each time it is sent.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class RequestAttempt {

	private final Requests requests;

	private final Request request;

	private final Message<?> message;

	/** Guarded by the lock of the requests. */
	private @Nullable Runnable withdrawal;

	private volatile boolean handedOver;

	RequestAttempt(Requests requests, Request request, Message<?> message) {
		this.requests = requests;
		this.request = request;
		this.message = message;
	}

	/**
	 * Returns what to send.
	 * @return the message as the application gave it
	 */
	public Message<?> message() {
		return this.message;
	}

	/**
	 * Ends the request because it was not sent and won't be.
	 * @param cause why
	 */
	public void notSent(Throwable cause) {
		this.requests.notSent(this, cause);
	}

	Request request() {
		return this.request;
	}

	/**
	 * Sets what takes it out of the send buffer.
	 * @param action what to do should the request end before it is handed over
	 */
	void onEnd(Runnable action) {
		this.withdrawal = action;
	}

	@Nullable Runnable withdrawal() {
		return this.withdrawal;
	}

	void handOver() {
		this.handedOver = true;
	}

	boolean isHandedOver() {
		return this.handedOver;
	}

}
