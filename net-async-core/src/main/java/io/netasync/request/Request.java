package io.netasync.request;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * A request, and what becomes of it. All but the future itself is guarded by the lock of
 * its {@link Requests}.
 *
 * @author net-async
 */
final class Request extends CompletableFuture<Message<?>> {

	private final Requests requests;

	private final @Nullable Object key;

	private final long number;

	private final long startedAt;

	private final long deadline;

	private int retriesLeft;

	private @Nullable Message<?> message;

	private @Nullable RequestAttempt attempt;

	private @Nullable RequestConnection connection;

	private boolean sent;

	private boolean ended;

	Request(Requests requests, Message<?> message, @Nullable Object key, long number, long startedAt, long timeoutNanos,
			int retries) {
		this.requests = requests;
		this.message = message;
		this.key = key;
		this.number = number;
		this.startedAt = startedAt;
		this.deadline = startedAt + timeoutNanos;
		this.retriesLeft = retries;
	}

	/**
	 * Begins to send it, again if it was sent before.
	 * @return what goes to the send buffer; what went there before is not wanted any more
	 */
	RequestAttempt begin() {
		RequestAttempt next = new RequestAttempt(this.requests, this, Objects.requireNonNull(this.message));
		this.connection = null;
		this.attempt = next;
		return next;
	}

	boolean takeRetry() {
		return this.retriesLeft-- > 0;
	}

	/**
	 * Ends it and lets go of the message, as a late reply may be waited for long.
	 */
	void end() {
		this.ended = true;
		this.message = null;
		this.attempt = null;
	}

	@Override
	public boolean cancel(boolean mayInterrupt) {
		boolean cancelled = super.cancel(mayInterrupt);
		if (cancelled) {
			this.requests.cancelled(this);
		}
		return cancelled;
	}

	boolean isCurrent(RequestAttempt candidate) {
		return this.attempt == candidate;
	}

	/**
	 * Returns how it is being sent.
	 * @return {@code null} if it waits for others or has ended
	 */
	@Nullable RequestAttempt attempt() {
		return this.attempt;
	}

	boolean wasSent() {
		return this.sent;
	}

	boolean hasEnded() {
		return this.ended;
	}

	void handedTo(RequestConnection taker) {
		this.connection = taker;
		this.sent = true;
	}

	/**
	 * Expects no reply to what was sent any more.
	 */
	void settle() {
		this.connection = null;
	}

	@Nullable RequestConnection connection() {
		return this.connection;
	}

	@Nullable Object key() {
		return this.key;
	}

	long number() {
		return this.number;
	}

	long startedAt() {
		return this.startedAt;
	}

	long deadline() {
		return this.deadline;
	}

}
