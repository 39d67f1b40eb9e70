package io.netasync.transport;

/**
 * The rate limit that all connections of one client or server look at. Thread-safe.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class RateSetting {

	private volatile RateLimit limit;

	/**
	 * Creates a setting.
	 * @param limit the limit at first
	 */
	public RateSetting(RateLimit limit) {
		this.limit = limit;
	}

	RateLimit limit() {
		return this.limit;
	}

	/**
	 * Changes the limit. It holds for connections that are there within a second.
	 * @param newLimit the limit from now on
	 */
	void limit(RateLimit newLimit) {
		this.limit = newLimit;
	}

}
