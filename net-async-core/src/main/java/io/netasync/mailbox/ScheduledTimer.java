package io.netasync.mailbox;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netasync.buffer.BufferTimer;

/**
 * A buffer's timer on a thread that others share. After the thread has ended nothing is
 * called any more.
 *
 * @param executor the thread
 * @param clock the time now in nanoseconds, monotonic
 * @author net-async
 * @since 0.1.0
 */
public record ScheduledTimer(ScheduledExecutorService executor, LongSupplier clock) implements BufferTimer {

	@Override
	public long now() {
		return this.clock.getAsLong();
	}

	@Override
	public Runnable after(long nanos, Runnable task) {
		try {
			ScheduledFuture<?> call = this.executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
			return () -> call.cancel(false);
		}
		catch (RejectedExecutionException ex) {
			// all is closing, and what waits fails with it
			return () -> {
			};
		}
	}

}
