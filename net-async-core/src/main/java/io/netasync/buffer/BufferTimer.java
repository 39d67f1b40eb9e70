package io.netasync.buffer;

/**
 * The time, and a way to be called later.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface BufferTimer {

	/**
	 * Returns the time now.
	 * @return nanoseconds, monotonic
	 */
	long now();

	/**
	 * Calls back once, later.
	 * @param nanos the delay, in nanoseconds
	 * @param task what to call; does not block
	 * @return takes the call back
	 */
	Runnable after(long nanos, Runnable task);

}
