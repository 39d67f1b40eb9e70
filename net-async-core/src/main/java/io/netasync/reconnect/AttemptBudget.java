package io.netasync.reconnect;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.springframework.util.Assert;

/**
 * A number of attempts a second that all clients of an application share, so that a
 * thousand of them do not fall upon a peer that comes back. Attempts that were saved up,
 * a second's worth at most, may run at once.
 * <p>
 * A token bucket that hands out reservations in the order they are asked for, kept as the
 * one point in time of the generic cell rate algorithm (ITU-T I.371). Thread-safe; knows
 * no clock.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class AttemptBudget {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final long interval;

	private final long burst;

	private long fullAt;

	private boolean used;

	/**
	 * Creates a budget.
	 * @param attemptsPerSecond the number of attempts a second, 0 for no limit
	 */
	public AttemptBudget(int attemptsPerSecond) {
		Assert.isTrue(attemptsPerSecond >= 0, "'attempts-per-second' must not be negative");
		this.interval = (attemptsPerSecond > 0) ? (SECOND + attemptsPerSecond - 1) / attemptsPerSecond : 0;
		this.burst = this.interval * attemptsPerSecond;
	}

	/**
	 * Returns a budget without a limit.
	 * @return the budget
	 */
	public static AttemptBudget unlimited() {
		return new AttemptBudget(0);
	}

	/**
	 * Reserves the next attempt, which cannot be given back.
	 * @param nowNanos the time now, monotonic
	 * @return how long to wait before the attempt may run, zero if it may run at once
	 */
	public synchronized Duration reserve(long nowNanos) {
		if (this.interval == 0) {
			return Duration.ZERO;
		}
		if (!this.used || this.fullAt - nowNanos < 0) {
			this.fullAt = nowNanos;
			this.used = true;
		}
		this.fullAt += this.interval;
		long wait = this.fullAt - nowNanos - this.burst;
		return (wait > 0) ? Duration.ofNanos(wait) : Duration.ZERO;
	}

}
