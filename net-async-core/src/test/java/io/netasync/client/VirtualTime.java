package io.netasync.client;

import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes from event to event, and an executor that lives in it. What is
 * executed without a delay comes a little later, in order.
 *
 * @author net-async
 */
class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {

	private static final long MICRO = 1000;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private final Random random;

	private long now = Long.MAX_VALUE - 1_000_000_000L;

	private long sequence;

	private long lastExecuted = this.now;

	VirtualTime(Random random) {
		this.random = random;
	}

	long now() {
		return this.now;
	}

	synchronized void after(long nanos, Runnable work) {
		this.events.add(new Event(this.now + Math.max(0, nanos), this.sequence++, work));
	}

	/**
	 * Lets the next thing happen.
	 * @return {@code false} if there is nothing
	 */
	boolean step() {
		Event event;
		synchronized (this) {
			event = this.events.poll();
			if (event == null) {
				return false;
			}
			this.now = event.at;
		}
		event.work.run();
		return true;
	}

	@Override
	public synchronized void execute(Runnable task) {
		long earliest = this.now + this.random.nextLong(1000 * MICRO);
		this.lastExecuted = (earliest - this.lastExecuted > 0) ? earliest : this.lastExecuted;
		after(this.lastExecuted - this.now, task);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
		after(unit.toNanos(delay), task);
		return new Scheduled();
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void shutdown() {
	}

	@Override
	public List<Runnable> shutdownNow() {
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return false;
	}

	private record Event(long at, long sequence, Runnable work) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return (this.at != other.at) ? Long.signum(this.at - other.at)
					: Long.compare(this.sequence, other.sequence);
		}

	}

	/**
	 * Can't be cancelled.
	 */
	private static final class Scheduled extends CompletableFuture<Object> implements ScheduledFuture<Object> {

		@Override
		public long getDelay(TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int compareTo(Delayed other) {
			throw new UnsupportedOperationException();
		}

	}

}
