package io.netasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One daemon thread that owns every socket of a proxy. All state of the proxy is confined
 * to it, so nothing else needs a lock: other threads hand in calls and wait for them.
 * <p>
 * Time is nanoseconds since the loop was made, so plain comparison is safe.
 *
 * @author net-async
 */
final class EventLoop {

	private final long origin = System.nanoTime();

	private final Selector selector;

	private final Thread thread;

	private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));

	private final Queue<FutureTask<?>> calls = new ConcurrentLinkedQueue<>();

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean closed;

	EventLoop(String threadName) throws IOException {
		this.selector = Selector.open();
		this.thread = new Thread(this::run, threadName);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	long now() {
		return System.nanoTime() - this.origin;
	}

	/**
	 * Runs an action on the loop and waits for it. Sockets it closed are closed for the
	 * kernel too when this returns.
	 * @param action the action
	 * @throws IllegalStateException if the loop is closed
	 * @throws UncheckedIOException if the action fails
	 */
	void call(Action action) {
		FutureTask<?> call = task(action);
		if (!submit(call, false)) {
			throw new IllegalStateException(this.thread.getName() + " is closed");
		}
		try {
			call.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw new UncheckedIOException(cause);
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + this.thread.getName(), ex);
		}
	}

	private FutureTask<?> task(Action action) {
		return new FutureTask<>(() -> {
			action.run();
			this.selector.selectNow(EventLoop::dispatch);
			return true;
		});
	}

	private boolean submit(FutureTask<?> call, boolean last) {
		this.lock.lock();
		try {
			if (this.closed) {
				return false;
			}
			this.closed = last;
			this.calls.add(call);
		}
		finally {
			this.lock.unlock();
		}
		this.selector.wakeup();
		return true;
	}

	/**
	 * Watches a channel; only to be called on the loop.
	 * @param channel the channel, made non-blocking
	 * @param operations what to watch for first
	 * @param ready run on the loop whenever the channel is ready
	 * @return the key to change the operations with
	 * @throws IOException if the channel is closed
	 */
	SelectionKey register(SelectableChannel channel, int operations, Runnable ready) throws IOException {
		channel.configureBlocking(false);
		return channel.register(this.selector, operations, ready);
	}

	/**
	 * Runs a task on the loop at a time; only to be called on the loop.
	 * @param at the time
	 * @param task the task
	 */
	void schedule(long at, Runnable task) {
		this.timers.add(new Timer(at, task));
	}

	private void run() {
		try (this.selector) {
			while (!this.closed) {
				await();
				runTimers();
				runCalls();
			}
			runCalls();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			refuseCalls();
		}
	}

	private void await() throws IOException {
		Timer next = this.timers.peek();
		if (next == null) {
			this.selector.select(EventLoop::dispatch, 0);
			return;
		}
		long nanos = next.at() - now();
		if (nanos <= 0) {
			this.selector.selectNow(EventLoop::dispatch);
		}
		else {
			// rounded up: a timer is never early, and the loop never spins for the rest
			this.selector.select(EventLoop::dispatch, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
		}
	}

	private static void dispatch(SelectionKey key) {
		((Runnable) key.attachment()).run();
	}

	private void runTimers() {
		long now = now();
		Timer next = this.timers.peek();
		while (next != null && next.at() <= now) {
			this.timers.remove().task().run();
			next = this.timers.peek();
		}
	}

	private void runCalls() {
		FutureTask<?> call = this.calls.poll();
		while (call != null) {
			call.run();
			call = this.calls.poll();
		}
	}

	private void refuseCalls() {
		this.lock.lock();
		try {
			this.closed = true;
			this.calls.forEach((call) -> call.cancel(false));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Runs a last action on the loop, ends the thread and waits for it. Closing again
	 * only waits.
	 * @param last the action
	 */
	void close(Action last) {
		submit(task(last), true);
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Something done on the loop for another thread.
	 */
	interface Action {

		void run() throws IOException;

	}

	/**
	 * A task and its time.
	 *
	 * @param at the time
	 * @param task the task
	 */
	private record Timer(long at, Runnable task) {

	}

}
