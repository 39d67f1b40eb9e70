package io.netasync.request;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * What requests need of the world around them.
 *
 * @param clock the time now in nanoseconds, monotonic
 * @param alarm wakes them up
 * @param executor where those who wait for a request that failed go on, and where
 * requests are sent that had to wait; its tasks may block
 * @param sender takes them to the send buffer
 * @author net-async
 * @since 0.1.0
 */
public record RequestRuntime(LongSupplier clock, Alarm alarm, Executor executor, Sender sender) {

	/**
	 * Runs a task later.
	 */
	@FunctionalInterface
	public interface Alarm {

		/**
		 * Runs a task that does not block after a delay.
		 * @param task the task
		 * @param delayNanos nanoseconds
		 * @return takes the task back when cancelled
		 */
		Future<?> set(Runnable task, long delayNanos);

	}

	/**
	 * Takes requests to the send buffer.
	 */
	@FunctionalInterface
	public interface Sender {

		/**
		 * Accepts a request for sending. May block.
		 * @param attempt the request; {@link RequestAttempt#notSent} is to be called if
		 * it is given up after this
		 * @return takes it out of the send buffer if it still waits there; does not block
		 * @throws Exception if it was not accepted
		 */
		Runnable send(RequestAttempt attempt) throws Exception;

	}

}
