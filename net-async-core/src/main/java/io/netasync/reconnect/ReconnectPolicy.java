package io.netasync.reconnect;

import java.time.Duration;
import java.util.random.RandomGenerator;

import org.springframework.util.Assert;

/**
 * How long to wait before each attempt to connect. Attempts are counted from the loss of
 * a stable connection: the first one is nearly immediate, each further one waits
 * {@code multiplier} times as long as the one before, and a random part of every wait is
 * left out so that clients do not come back all at once.
 *
 * @param delay the wait before the second attempt
 * @param multiplier how much the wait grows with each attempt, at least 1
 * @param maxDelay the longest wait
 * @param jitter the part of a wait that is random, from 0, none, to 1, all of it; 1 is
 * the "full jitter" of the AWS Architecture Blog's "Exponential Backoff And Jitter"
 * @param stableAfter how long a connection has to last for the count to start over; a
 * peer that accepts and closes at once is met with growing waits
 * @param maxAttempts how many attempts are made before giving up, or {@link #UNLIMITED}
 * @author net-async
 * @since 0.1.0
 */
public record ReconnectPolicy(Duration delay, double multiplier, Duration maxDelay, double jitter, Duration stableAfter,
		int maxAttempts) {

	/**
	 * The number of attempts that is never used up.
	 */
	public static final int UNLIMITED = Integer.MAX_VALUE;

	private static final Duration LONGEST_FIRST_DELAY = Duration.ofMillis(100);

	private static final Duration LONGEST_DELAY = Duration.ofDays(365);

	public ReconnectPolicy {
		Assert.isTrue(delay.compareTo(Duration.ZERO) > 0, "'delay' must be greater than 0");
		Assert.isTrue(multiplier >= 1 && Double.isFinite(multiplier), "'multiplier' must not be less than 1");
		Assert.isTrue(maxDelay.compareTo(delay) >= 0, "'max-delay' must not be less than 'delay'");
		Assert.isTrue(maxDelay.compareTo(LONGEST_DELAY) <= 0, "'max-delay' must not be greater than 365d");
		Assert.isTrue(jitter >= 0 && jitter <= 1, "'jitter' must be between 0 and 1");
		Assert.isTrue(!stableAfter.isNegative(), "'stable-after' must not be negative");
		Assert.isTrue(maxAttempts > 0, "'max-attempts' must be greater than 0");
	}

	/**
	 * Returns the default policy: 100 ms doubling to 30 s, fully random, stable after 10
	 * s, never giving up.
	 * @return the policy
	 */
	public static ReconnectPolicy defaults() {
		return new ReconnectPolicy(Duration.ofMillis(100), 2, Duration.ofSeconds(30), 1, Duration.ofSeconds(10),
				UNLIMITED);
	}

	/**
	 * Draws the wait before an attempt.
	 * @param attempt the number of the attempt since the loss, from 1
	 * @param random draws the random part
	 * @return the wait: before the first attempt up to the {@code jitter} part of
	 * {@code delay}, 100 ms at most; before attempt n between {@code base * (1 - jitter)}
	 * and {@code base}, which is {@code delay * multiplier^(n-2)}, {@code max-delay} at
	 * most
	 */
	public Duration delayBefore(int attempt, RandomGenerator random) {
		Assert.isTrue(attempt > 0, "'attempt' must be greater than 0");
		if (attempt == 1) {
			long longest = Math.min(this.delay.toNanos(), LONGEST_FIRST_DELAY.toNanos());
			return between(0, (long) (longest * this.jitter), random);
		}
		double grown = this.delay.toNanos() * Math.pow(this.multiplier, attempt - 2);
		long base = (long) Math.min(grown, this.maxDelay.toNanos());
		return between(base - (long) (base * this.jitter), base, random);
	}

	private static Duration between(long least, long most, RandomGenerator random) {
		return Duration.ofNanos(random.nextLong(least, most + 1));
	}

}
