package io.netasync.zeromq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.netasync.request.RequestFailedException;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * An idempotent request that is made again while its reply does not come (the guide's
 * Lazy Pirate; with several servers, its Freelance). Earlier tries stay under way: the
 * first reply to any of them ends all.
 *
 * @author net-async
 */
final class Retrying extends CompletableFuture<Message<?>> {

	private final Function<Duration, CompletableFuture<Message<?>>> maker;

	private final Duration after;

	private final ScheduledExecutorService control;

	private final Executor executor;

	private final long deadline;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<CompletableFuture<Message<?>>> tries = new ArrayList<>();

	private int left;

	private int failed;

	private @Nullable Future<?> alarm;

	/**
	 * Creates a request that was not made yet.
	 * @param maker makes a try that ends within a time
	 * @param requests how often, and after how long
	 * @param timeout by when all has ended
	 * @param control wakes it up; nothing on it blocks
	 * @param executor makes the tries
	 */
	Retrying(Function<Duration, CompletableFuture<Message<?>>> maker, ZeroMqSpec.Requests requests, Duration timeout,
			ScheduledExecutorService control, Executor executor) {
		this.maker = maker;
		this.after = requests.retryAfter();
		this.left = requests.maxRetries();
		this.control = control;
		this.executor = executor;
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * Makes the request.
	 * @return this
	 */
	Retrying begin() {
		whenComplete((reply, failure) -> end());
		attempt();
		return this;
	}

	private void attempt() {
		Duration remaining = Duration.ofNanos(this.deadline - System.nanoTime());
		if (isDone() || remaining.isNegative() || remaining.isZero()) {
			return;
		}
		CompletableFuture<Message<?>> next = this.maker.apply(remaining);
		this.lock.lock();
		try {
			this.tries.add(next);
			if (this.left > 0 && remaining.compareTo(this.after) > 0) {
				this.alarm = schedule();
			}
		}
		finally {
			this.lock.unlock();
		}
		next.whenComplete(this::tried);
	}

	private @Nullable Future<?> schedule() {
		try {
			return this.control.schedule(() -> this.executor.execute(this::again), this.after.toNanos(),
					TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// all is closing, which ends the tries
			return null;
		}
	}

	private void again() {
		this.lock.lock();
		try {
			this.left--;
		}
		finally {
			this.lock.unlock();
		}
		attempt();
	}

	private void tried(@Nullable Message<?> reply, @Nullable Throwable failure) {
		if (reply != null) {
			complete(reply);
			return;
		}
		boolean last;
		this.lock.lock();
		try {
			this.failed++;
			last = this.failed == this.tries.size();
		}
		finally {
			this.lock.unlock();
		}
		if (failure != null && (last || failure instanceof RequestFailedException known && !known.wasSent())) {
			completeExceptionally(failure);
		}
	}

	private void end() {
		List<CompletableFuture<Message<?>>> open;
		this.lock.lock();
		try {
			open = List.copyOf(this.tries);
			if (this.alarm != null) {
				this.alarm.cancel(false);
			}
		}
		finally {
			this.lock.unlock();
		}
		open.forEach((one) -> one.cancel(false));
	}

}
