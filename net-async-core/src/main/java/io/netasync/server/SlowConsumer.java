package io.netasync.server;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * What a server does about a connection that takes what is sent to it too slowly.
 *
 * @param after a connection is slow when it has not taken for so long what waited for it
 * at the beginning of that time; zero if none ever is
 * @param action what is done
 * @author net-async
 * @since 0.1.0
 */
public record SlowConsumer(Duration after, Action action) {

	private static final Duration DEFAULT_AFTER = Duration.ofSeconds(30);

	public SlowConsumer {
		Assert.isTrue(!after.isNegative(), "'after' must not be negative");
	}

	/**
	 * Returns the default: an event after 30 s.
	 * @return what is done
	 */
	public static SlowConsumer defaults() {
		return new SlowConsumer(DEFAULT_AFTER, Action.EVENT);
	}

	/**
	 * What is done about a slow connection.
	 */
	public enum Action {

		/** An event is published, once until the connection has caught up. */
		EVENT,

		/** The event is published, and what waits for the connection is dropped. */
		SHED,

		/** The event is published, and the connection is closed. */
		KICK

	}

}
