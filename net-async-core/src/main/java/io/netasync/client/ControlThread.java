package io.netasync.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The control thread as one client uses it: no failure passes in silence, what comes
 * after its end is ignored, and nothing of a client that is closed stays in its queue.
 *
 * @author net-async
 */
final class ControlThread {

	private static final Log logger = LogFactory.getLog(NetAsyncClient.class);

	private final String client;

	private final ScheduledExecutorService executor;

	private final Set<Delayed> delayed = ConcurrentHashMap.newKeySet();

	/**
	 * Creates it.
	 * @param client the name of the client
	 * @param executor the thread
	 */
	ControlThread(String client, ScheduledExecutorService executor) {
		this.client = client;
		this.executor = executor;
	}

	void execute(Runnable task) {
		try {
			this.executor.execute(() -> run(task));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Client '%s' is past its end".formatted(this.client), ex);
		}
	}

	/**
	 * Runs a task after a delay; without one at once, on the current thread.
	 * @param delay the delay
	 * @param task the task
	 */
	void schedule(Duration delay, Runnable task) {
		if (delay.isZero() || delay.isNegative()) {
			task.run();
			return;
		}
		Delayed one = new Delayed(task);
		this.delayed.add(one);
		try {
			one.future = this.executor.schedule(one, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Client '%s' is past its end".formatted(this.client), ex);
		}
	}

	/**
	 * Forgets what is yet to run after a delay. To be called on the thread itself.
	 */
	void cancelAll() {
		this.delayed.forEach(Delayed::cancel);
		this.delayed.clear();
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.error("Client '%s' failed".formatted(this.client), ex);
		}
	}

	private final class Delayed implements Runnable {

		private final Runnable task;

		private @Nullable Future<?> future;

		Delayed(Runnable task) {
			this.task = task;
		}

		void cancel() {
			if (this.future != null) {
				this.future.cancel(false);
			}
		}

		@Override
		public void run() {
			if (ControlThread.this.delayed.remove(this)) {
				ControlThread.this.run(this.task);
			}
		}

	}

}
