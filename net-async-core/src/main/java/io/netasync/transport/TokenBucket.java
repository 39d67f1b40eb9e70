package io.netasync.transport;

import org.springframework.util.Assert;

/**
 * How much may still pass at a rate: a bucket into which tokens drip evenly and out of
 * which those that pass are taken. It may be taken from beyond what it has, by what can't
 * be divided; that is then paid off first. No clock, no threads: the time is handed in,
 * and one thread at a time may use it.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class TokenBucket {

	private static final double NANOS = 1_000_000_000.0;

	private final double perSecond;

	private final double most;

	private double tokens;

	private long filledNanos;

	/**
	 * Creates a full bucket.
	 * @param perSecond how many tokens drip into it in a second
	 * @param most how many it holds, and so how many may pass at once
	 * @param nowNanos the time now, monotonic
	 */
	public TokenBucket(double perSecond, double most, long nowNanos) {
		Assert.isTrue(perSecond > 0, "'per-second' must be greater than 0");
		Assert.isTrue(most > 0, "'most' must be greater than 0");
		this.perSecond = perSecond;
		this.most = most;
		this.tokens = most;
		this.filledNanos = nowNanos;
	}

	/**
	 * Returns how many tokens there are.
	 * @param nowNanos the time now
	 * @return tokens, negative if more were taken than there were
	 */
	public double tokens(long nowNanos) {
		this.tokens = Math.min(this.most, this.tokens + (nowNanos - this.filledNanos) / NANOS * this.perSecond);
		this.filledNanos = nowNanos;
		return this.tokens;
	}

	/**
	 * Takes tokens, whether there are so many or not.
	 * @param count how many
	 * @param nowNanos the time now
	 */
	public void take(double count, long nowNanos) {
		this.tokens = tokens(nowNanos) - count;
	}

	/**
	 * Takes a token if there is one.
	 * @param nowNanos the time now
	 * @return {@code false} if there is none
	 */
	public boolean tryTake(long nowNanos) {
		if (tokens(nowNanos) < 1) {
			return false;
		}
		this.tokens--;
		return true;
	}

	/**
	 * Returns how long it takes until there is a token.
	 * @param nowNanos the time now
	 * @return nanoseconds, 0 if there is one
	 */
	public long nanosToOne(long nowNanos) {
		double missing = Math.min(1, this.most) - tokens(nowNanos);
		return (missing > 0) ? (long) Math.ceil(missing / this.perSecond * NANOS) : 0;
	}

}
