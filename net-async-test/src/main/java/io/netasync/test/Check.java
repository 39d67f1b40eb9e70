package io.netasync.test;

import java.time.Duration;
import java.util.Objects;

/**
 * Checks on arguments, with the argument's quoted name first in the text.
 *
 * @author net-async
 */
final class Check {

	/**
	 * The longest duration that fits the nanoseconds of a {@code long}: 292 years.
	 */
	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	private Check() {
	}

	static void that(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

	static void notNegative(String name, Duration duration) {
		Objects.requireNonNull(duration, () -> "'" + name + "' must not be null");
		that(!duration.isNegative(), "'" + name + "' must not be negative");
		that(duration.compareTo(LONGEST.dividedBy(4)) <= 0, "'" + name + "' must not be longer than 73 years");
	}

}
