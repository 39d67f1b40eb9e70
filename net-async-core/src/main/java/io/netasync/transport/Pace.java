package io.netasync.transport;

import org.jspecify.annotations.Nullable;

/**
 * How many messages and bytes may pass now, in one direction of one connection, so that a
 * rate is kept. The time is handed in; one thread at a time may use it.
 *
 * @author net-async
 */
final class Pace {

	/** So much of what may pass in a second may pass at once. */
	private static final double AT_ONCE = 0.1;

	/** A rate that was raised is noticed after so long. */
	private static final long LONGEST_WAIT = 1_000_000_000L;

	private long messageRate;

	private long byteRate;

	private @Nullable TokenBucket messageTokens;

	private @Nullable TokenBucket byteTokens;

	/**
	 * Sets the rates; nothing is owed any more if they are others than before.
	 * @param messages messages a second, 0 for no limit
	 * @param bytes bytes a second, 0 for no limit
	 * @param now the time now
	 */
	void set(long messages, long bytes, long now) {
		if (messages != this.messageRate) {
			this.messageRate = messages;
			this.messageTokens = bucket(messages, now);
		}
		if (bytes != this.byteRate) {
			this.byteRate = bytes;
			this.byteTokens = bucket(bytes, now);
		}
	}

	private static @Nullable TokenBucket bucket(long rate, long now) {
		return (rate > 0) ? new TokenBucket(rate, Math.max(1, rate * AT_ONCE), now) : null;
	}

	int messages(long now) {
		return (this.messageTokens != null) ? (int) Math.max(0, this.messageTokens.tokens(now)) : Integer.MAX_VALUE;
	}

	long bytes(long now) {
		return (this.byteTokens != null) ? (long) Math.max(0, this.byteTokens.tokens(now)) : Long.MAX_VALUE;
	}

	void take(int messages, long bytes, long now) {
		if (this.messageTokens != null) {
			this.messageTokens.take(messages, now);
		}
		if (this.byteTokens != null) {
			this.byteTokens.take(bytes, now);
		}
	}

	/**
	 * Returns how long to wait before something may pass again.
	 * @param now the time now
	 * @return nanoseconds, a second at most: then it is time to ask again
	 */
	long waitNanos(long now) {
		long wait = Math.max((this.messageTokens != null) ? this.messageTokens.nanosToOne(now) : 0,
				(this.byteTokens != null) ? this.byteTokens.nanosToOne(now) : 0);
		return Math.min(wait, LONGEST_WAIT);
	}

}
