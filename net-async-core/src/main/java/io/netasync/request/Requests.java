package io.netasync.request;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.netasync.event.DisconnectReason;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * The requests of one client, over all its connections, or of one accepted connection.
 * <p>
 * A request goes to the send buffer, is <em>handed over</em> to a connection when that is
 * about to write it, and ends exactly once: with its reply, or with a
 * {@link RequestFailedException}. Replies are only looked for among those that were
 * handed over to the connection they come from. One that has ended before it is handed
 * over is never written.
 * <p>
 * Thread-safe. Nobody is called with the lock held. Whoever waits for a reply goes on on
 * the thread that brings it, whoever waits for a request that failed on the executor.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Requests {

	/**
	 * The header, {@code true}, of a reply that came after its request had ended.
	 */
	public static final String LATE_REPLY = "netasync_late_reply";

	/**
	 * The header, {@code true}, of a request that the peer may get more than once.
	 */
	public static final String IDEMPOTENT = "netasync_idempotent";

	private final RequestOptions defaults;

	private final RequestRuntime runtime;

	private final RequestTally tally;

	private final Correlator correlator;

	private final PendingRequests pending;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean used;

	/**
	 * Creates it without any.
	 * @param policy how requests behave
	 * @param runtime what they need of the world around them
	 * @param tally counts them
	 */
	public Requests(RequestPolicy policy, RequestRuntime runtime, RequestTally tally) {
		this.defaults = RequestOptions.within(policy.timeout());
		this.runtime = runtime;
		this.tally = tally;
		this.correlator = Correlator.of(policy);
		this.pending = new PendingRequests(this, policy, this.correlator, new Deadlines(runtime.alarm(), this::wake),
				tally);
	}

	/**
	 * Makes a request with the timeout of the policy.
	 * @param message what to send
	 * @return what becomes of it, as with {@link #request(Message, RequestOptions)}
	 */
	public CompletableFuture<Message<?>> request(Message<?> message) {
		return request(message, this.defaults);
	}

	/**
	 * Makes a request. Waits as long as the send buffer does.
	 * @param message what to send
	 * @param options how it behaves; the header {@link #IDEMPOTENT} makes it idempotent,
	 * too
	 * @return completes with the reply, or fails with a {@link RequestFailedException};
	 * cancelling it ends the request
	 */
	public CompletableFuture<Message<?>> request(Message<?> message, RequestOptions options) {
		this.used = true;
		this.tally.begun();
		Request request;
		RequestAttempt attempt;
		try {
			Object key = this.correlator.requestKey(message);
			this.lock.lock();
			try {
				request = this.pending.add(message, key, options, this.runtime.clock().getAsLong());
				attempt = request.attempt();
			}
			finally {
				this.lock.unlock();
			}
		}
		catch (RequestFailedException ex) {
			this.tally.failed(ex.reason());
			return CompletableFuture.failedFuture(ex);
		}
		if (attempt != null) {
			send(attempt);
		}
		return request;
	}

	void send(RequestAttempt attempt) {
		try {
			Runnable withdrawal = this.runtime.sender().send(attempt);
			if (!attempt.isHandedOver()) {
				locked((after) -> this.pending.waits(attempt, withdrawal, after)).run();
			}
		}
		catch (Exception ex) {
			locked((after) -> this.pending.notSent(attempt, ex, after)).run();
		}
	}

	/**
	 * Begins with a connection.
	 * @param giveUp closes it, for {@link DisconnectReason#REQUEST_TIMEOUT}; called once
	 * at most, by the executor
	 * @return the connection
	 */
	public RequestConnection connection(Runnable giveUp) {
		return new RequestConnection(this, giveUp);
	}

	/**
	 * Ends all requests and takes no more.
	 */
	public void close() {
		change(this.pending::close);
	}

	void notSent(RequestAttempt attempt, Throwable cause) {
		change((after) -> this.pending.notSent(attempt, cause, after));
	}

	boolean handOver(RequestAttempt attempt, RequestConnection connection) {
		this.lock.lock();
		try {
			return this.pending.handOver(attempt, connection);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Message<?> received(Message<?> message, RequestConnection connection) {
		if (!this.used) {
			return message;
		}
		Object key = this.correlator.replyKey(message);
		Aftermath after = new Aftermath();
		Request request;
		boolean late;
		this.lock.lock();
		try {
			request = this.pending.match(connection, key);
			late = request != null && request.hasEnded();
			if (request != null && !late) {
				this.pending.replied(request, after);
			}
		}
		finally {
			this.lock.unlock();
		}
		after.runOn(this.runtime.executor());
		if (request == null) {
			return message;
		}
		return late ? late(message) : complete(request, message);
	}

	void unreadable(RequestConnection connection, Throwable cause) {
		if (this.used) {
			change((after) -> this.pending.unreadable(connection, cause, after));
		}
	}

	private @Nullable Message<?> complete(Request request, Message<?> message) {
		if (request.isDone()) {
			this.tally.cancelled();
			return late(message);
		}
		// first, so that whoever waits finds it counted
		this.tally.replied(this.runtime.clock().getAsLong() - request.startedAt());
		return request.complete(message) ? null : late(message);
	}

	private Message<?> late(Message<?> message) {
		this.tally.late();
		return MessageBuilder.fromMessage(message).setHeader(LATE_REPLY, true).build();
	}

	boolean owesReplies(RequestConnection connection) {
		this.lock.lock();
		try {
			return this.pending.owes(connection);
		}
		finally {
			this.lock.unlock();
		}
	}

	void gone(RequestConnection connection, DisconnectReason reason, @Nullable Throwable cause) {
		change((after) -> this.pending.gone(connection, reason, cause, after));
	}

	void cancelled(Request request) {
		change((after) -> this.pending.cancel(request, after));
	}

	private void wake() {
		change((after) -> this.pending.expire(this.runtime.clock().getAsLong(), after));
	}

	private void change(Consumer<Aftermath> change) {
		locked(change).runOn(this.runtime.executor());
	}

	private Aftermath locked(Consumer<Aftermath> change) {
		Aftermath after = new Aftermath();
		this.lock.lock();
		try {
			change.accept(after);
		}
		finally {
			this.lock.unlock();
		}
		return after;
	}

}
