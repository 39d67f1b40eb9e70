package io.netasync.client;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The control thread as one client uses it: no failure passes in silence, and what comes
 * after its end is ignored.
 *
 * @param client the name of the client
 * @param executor the thread
 * @author net-async
 */
record ControlThread(String client, ScheduledExecutorService executor) {

	private static final Log logger = LogFactory.getLog(NetAsyncClient.class);

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
		try {
			this.executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Client '%s' is past its end".formatted(this.client), ex);
		}
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.error("Client '%s' failed".formatted(this.client), ex);
		}
	}

}
