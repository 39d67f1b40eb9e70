package io.netasync.reconnect;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * Which endpoint to try next, and when to go back to the preferred one.
 *
 * @param strategy the order in which the endpoints are tried
 * @param failbackAfter how long a client stays with another endpoint before it tries the
 * preferred one again, zero for never; only {@link Strategy#ORDERED} prefers one
 * @author net-async
 * @since 0.1.0
 */
public record FailoverPolicy(Strategy strategy, Duration failbackAfter) {

	public FailoverPolicy {
		Assert.notNull(strategy, "'strategy' must not be null");
		Assert.isTrue(!failbackAfter.isNegative(), "'failback-after' must not be negative");
	}

	/**
	 * Returns the default policy: ordered, back to the preferred endpoint after 60 s.
	 * @return the policy
	 */
	public static FailoverPolicy defaults() {
		return new FailoverPolicy(Strategy.ORDERED, Duration.ofSeconds(60));
	}

	/**
	 * The order in which endpoints are tried.
	 */
	public enum Strategy {

		/**
		 * The first endpoint is preferred, the others stand in for it in their order. A
		 * lost endpoint is tried again first, unless it was found dead.
		 */
		ORDERED,

		/**
		 * Each attempt takes the endpoint after the last one, in a ring.
		 */
		ROUND_ROBIN,

		/**
		 * All endpoints in random order, then again in another.
		 */
		RANDOM

	}

}
