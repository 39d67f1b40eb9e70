package io.netasync.mailbox;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.frame.FrameException;
import io.netasync.request.RequestAttempt;
import io.netasync.request.RequestConnection;
import io.netasync.request.RequestOptions;
import io.netasync.request.RequestPolicy;
import io.netasync.request.RequestRuntime;
import io.netasync.request.RequestTally;
import io.netasync.request.Requests;

import org.springframework.messaging.Message;

/**
 * The requests that go out through an {@link Outbox}, among its other messages.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class OutboxRequests {

	private final Outbox outbox;

	private final ScheduledExecutorService control;

	private final Requests requests;

	/**
	 * Creates it without any.
	 * @param outbox where they go out
	 * @param policy how they behave
	 * @param tally counts them
	 * @param control wakes them up; nothing on it blocks
	 * @param executor where those who wait for one that failed go on
	 * @param clock the time now in nanoseconds, monotonic
	 */
	public OutboxRequests(Outbox outbox, RequestPolicy policy, RequestTally tally, ScheduledExecutorService control,
			Executor executor, LongSupplier clock) {
		this.outbox = outbox;
		this.control = control;
		this.requests = new Requests(policy, new RequestRuntime(clock, this::setAlarm, executor, this::submit), tally);
	}

	private Future<?> setAlarm(Runnable task, long delayNanos) {
		try {
			return this.control.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// all is closing, which ends the requests
			return CompletableFuture.completedFuture(null);
		}
	}

	private Runnable submit(RequestAttempt attempt) throws FrameException {
		Outgoing outgoing = this.outbox.submit(attempt.message(), Claim.WAIT, new Sent(attempt));
		return outgoing::withdraw;
	}

	/**
	 * Makes a request with the timeout of the policy.
	 * @param message what to send
	 * @return the reply
	 */
	public CompletableFuture<Message<?>> request(Message<?> message) {
		return this.requests.request(message);
	}

	/**
	 * Makes a request.
	 * @param message what to send
	 * @param options how it behaves
	 * @return the reply
	 */
	public CompletableFuture<Message<?>> request(Message<?> message, RequestOptions options) {
		return this.requests.request(message, options);
	}

	/**
	 * Begins with a connection.
	 * @param giveUp closes it because a reply is overdue
	 * @return the connection
	 */
	public RequestConnection connection(Runnable giveUp) {
		return this.requests.connection(giveUp);
	}

	/**
	 * Lets a connection know of a message that is about to be written, if it is a
	 * request.
	 * @param fate whom the message is followed for
	 * @param connection the connection
	 * @return {@code false} if it must not be written because the request has ended
	 */
	public static boolean handOver(Fate fate, RequestConnection connection) {
		return !(fate instanceof Sent sent) || connection.handOver(sent.attempt);
	}

	/**
	 * Ends all requests and takes no more.
	 */
	public void close() {
		this.requests.close();
	}

	/**
	 * A request in the outbox.
	 *
	 * @param attempt the request
	 */
	private record Sent(RequestAttempt attempt) implements Fate {

		@Override
		public void ended(SendResult result) {
			if (!result.isWritten()) {
				this.attempt.notSent(cause(result));
			}
		}

		private static Throwable cause(SendResult result) {
			if (result instanceof SendResult.Failed failed) {
				return failed.cause();
			}
			try {
				result.orThrow();
				throw new IllegalArgumentException("Written");
			}
			catch (RuntimeException ex) {
				return ex;
			}
		}

	}

}
