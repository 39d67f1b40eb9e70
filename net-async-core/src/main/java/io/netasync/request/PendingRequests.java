package io.netasync.request;

import io.netasync.event.DisconnectReason;
import io.netasync.request.RequestFailedException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * The requests under way, and what becomes of them. Guarded by the lock of the
 * {@link Requests}; calls nobody but leaves that to an {@link Aftermath}.
 *
 * @author net-async
 */
final class PendingRequests {

	private final Requests owner;

	private final RequestPolicy policy;

	private final RequestTally tally;

	private final Correlator correlator;

	private final Deadlines deadlines;

	private int count;

	private long made;

	private boolean closed;

	PendingRequests(Requests owner, RequestPolicy policy, Correlator correlator, Deadlines deadlines,
			RequestTally tally) {
		this.owner = owner;
		this.policy = policy;
		this.tally = tally;
		this.correlator = correlator;
		this.deadlines = deadlines;
	}

	/**
	 * Takes in a new request.
	 * @param message what to send
	 * @param key its key
	 * @param options how it behaves
	 * @param now the time now
	 * @return the request; it has an attempt if it is to be sent now
	 * @throws RequestFailedException if it is not taken
	 */
	Request add(Message<?> message, @Nullable Object key, RequestOptions options, long now) {
		if (this.closed) {
			throw new RequestFailedException(Reason.CLOSED, false, "Closed: no more requests", null);
		}
		if (this.count >= this.policy.maxPending()) {
			throw new RequestFailedException(Reason.TOO_MANY, false,
					"%d requests are under way, which is 'max-pending'".formatted(this.count), null);
		}
		Request request = new Request(this.owner, message, key, this.made++, now, options.timeout().toNanos(),
				isIdempotent(message, options) ? this.policy.maxRetries() : 0);
		if (this.correlator.admit(request)) {
			request.begin();
		}
		this.count++;
		this.deadlines.add(request, now);
		return request;
	}

	private static boolean isIdempotent(Message<?> message, RequestOptions options) {
		Object header = message.getHeaders().get(Requests.IDEMPOTENT);
		return options.idempotent() || (header != null && Boolean.parseBoolean(header.toString()));
	}

	boolean handOver(RequestAttempt attempt, RequestConnection connection) {
		Request request = attempt.request();
		RequestConnection before = request.connection();
		if (!request.isCurrent(attempt) || (before != null && before != connection)) {
			return false;
		}
		if (connection.isGone()) {
			// it will not be written, and is handed to the next one
			return true;
		}
		if (before != null) {
			this.correlator.notWritten(request, connection);
		}
		attempt.handOver();
		request.handedTo(connection);
		this.correlator.handed(request, connection);
		return true;
	}

	/**
	 * Records that a request waits in the send buffer.
	 * @param attempt the request
	 * @param withdrawal takes it out
	 * @param after takes the withdrawal if the request has ended
	 */
	void waits(RequestAttempt attempt, Runnable withdrawal, Aftermath after) {
		if (attempt.request().isCurrent(attempt)) {
			attempt.onEnd(withdrawal);
		}
		else if (!attempt.isHandedOver()) {
			after.add(withdrawal);
		}
	}

	void notSent(RequestAttempt attempt, Throwable cause, Aftermath after) {
		Request request = attempt.request();
		if (!request.isCurrent(attempt)) {
			return;
		}
		RequestConnection connection = request.connection();
		if (connection != null) {
			this.correlator.notWritten(request, connection);
		}
		fail(request, Reason.REFUSED, "The request was not sent: " + cause.getMessage(), cause, after);
		proceed(after);
	}

	/**
	 * Finds the request that what came is the reply to.
	 * @param connection where it came from
	 * @param key its key
	 * @return the request, which may have ended before, or {@code null} if there is none
	 */
	@Nullable Request match(RequestConnection connection, @Nullable Object key) {
		return this.correlator.match(connection, key);
	}

	void replied(Request request, Aftermath after) {
		end(request, after);
		proceed(after);
	}

	/**
	 * Ends the request whose reply can't be read.
	 * @param connection where the reply came from
	 * @param cause why it can't be read
	 * @param after completes the request
	 */
	void unreadable(RequestConnection connection, Throwable cause, Aftermath after) {
		Request request = this.correlator.match(connection, null);
		if (request == null || request.hasEnded()) {
			return;
		}
		if (request.isDone()) {
			this.tally.cancelled();
		}
		else {
			this.tally.failed(Reason.UNREADABLE);
		}
		replied(request, after);
		after.add(() -> request.completeExceptionally(new RequestFailedException(Reason.UNREADABLE, true,
				"The reply can't be read: " + cause.getMessage(), cause)));
	}

	boolean owes(RequestConnection connection) {
		return this.correlator.owes(connection);
	}

	void gone(RequestConnection connection, DisconnectReason reason, @Nullable Throwable cause, Aftermath after) {
		if (!connection.leave()) {
			return;
		}
		for (Request request : this.correlator.gone(connection)) {
			if (request.takeRetry()) {
				withdraw(request, after);
				begin(request, after);
			}
			else {
				fail(request, Reason.DISCONNECTED, "The connection ended before the reply came: " + reason, cause,
						after);
			}
		}
		proceed(after);
	}

	void cancel(Request request, Aftermath after) {
		if (!request.hasEnded()) {
			this.tally.cancelled();
			withdraw(request, after);
			end(request, after);
			proceed(after);
		}
	}

	void expire(long now, Aftermath after) {
		for (Request request : this.deadlines.due(now)) {
			fail(request, Reason.TIMEOUT, "No reply came in time; the request was "
					+ (request.wasSent() ? "handed to a connection" : "never sent"), null, after);
		}
		proceed(after);
	}

	void close(Aftermath after) {
		this.closed = true;
		for (Request request : this.deadlines.clear()) {
			fail(request, Reason.CLOSED, "Closed before the reply came", null, after);
		}
	}

	private void fail(Request request, Reason reason, String text, @Nullable Throwable cause, Aftermath after) {
		RequestFailedException failure = new RequestFailedException(reason, request.wasSent(), text, cause);
		this.tally.failed(reason);
		withdraw(request, after);
		end(request, after);
		after.add(() -> request.completeExceptionally(failure));
	}

	private static void withdraw(Request request, Aftermath after) {
		RequestAttempt attempt = request.attempt();
		if (attempt != null && request.connection() == null) {
			after.add(attempt.withdrawal());
		}
	}

	private void end(Request request, Aftermath after) {
		RequestConnection connection = request.connection();
		if (!this.correlator.ended(request) && connection != null && !this.closed) {
			after.addFirst(connection.giveUp());
		}
		request.end();
		this.deadlines.remove(request);
		this.count--;
	}

	private void proceed(Aftermath after) {
		Request next = this.closed ? null : this.correlator.next();
		if (next != null) {
			begin(next, after);
		}
	}

	private void begin(Request request, Aftermath after) {
		RequestAttempt attempt = request.begin();
		after.add(() -> this.owner.send(attempt));
	}

}
