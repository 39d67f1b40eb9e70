package io.netasync.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A point in monotonic time.
 *
 * @param at the time, as of {@link System#nanoTime()}
 * @author net-async
 */
record Deadline(long at) {

	static Deadline in(Duration duration) {
		return new Deadline(System.nanoTime() + duration.toNanos());
	}

	boolean passed() {
		return this.at - System.nanoTime() <= 0;
	}

	/**
	 * Returns the time left, rounded up so that waiting for it passes the deadline.
	 * @return milliseconds, at least 1
	 */
	long remaining() {
		return Math.max(0, TimeUnit.NANOSECONDS.toMillis(this.at - System.nanoTime())) + 1;
	}

}
