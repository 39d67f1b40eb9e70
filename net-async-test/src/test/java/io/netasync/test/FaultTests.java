package io.netasync.test;

import java.time.Duration;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Fault} and {@link Faults}.
 *
 * @author net-async
 */
class FaultTests {

	private static final Duration NEGATIVE = Duration.ofMillis(-1);

	@ParameterizedTest
	@MethodSource("invalid")
	void refusesWhatMakesNoSense(ThrowingCallable fault, String message) {
		assertThatIllegalArgumentException().isThrownBy(fault).withMessage(message);
	}

	static Stream<Arguments> invalid() {
		return Stream.of(invalid(() -> Fault.latency(NEGATIVE), "'delay' must not be negative"),
				invalid(() -> Fault.latency(Duration.ofDays(365 * 100)), "'delay' must not be longer than 73 years"),
				invalid(() -> Fault.latency(Duration.ZERO, NEGATIVE), "'jitter' must not be negative"),
				invalid(() -> Fault.latency(Duration.ZERO, Duration.ofMillis(1)),
						"'jitter' must not be greater than 'delay'"),
				invalid(() -> Fault.bandwidth(0), "'bytesPerSecond' must be positive"),
				invalid(() -> Fault.slice(0, Duration.ZERO), "'averageSize' must be positive"),
				invalid(() -> new Fault.Slice(5, -1, Duration.ZERO, 0), "'variation' must not be negative"),
				invalid(() -> new Fault.Slice(5, 5, Duration.ZERO, 0), "'variation' must be less than 'averageSize'"),
				invalid(() -> Fault.slowClose(NEGATIVE), "'delay' must not be negative"),
				invalid(() -> Fault.limitData(0), "'bytes' must be positive"),
				invalid(() -> Fault.reset(NEGATIVE), "'after' must not be negative"),
				invalid(() -> Fault.swallow(NEGATIVE), "'closeAfter' must not be negative"));
	}

	private static Arguments invalid(ThrowingCallable fault, String message) {
		return Arguments.of(fault, message);
	}

	@Test
	void secondOfAKindReplacesTheFirst() {
		Faults faults = Faults.NONE.with(Fault.bandwidth(1)).with(Fault.freeze()).with(Fault.bandwidth(2));
		assertThat(faults.find(Fault.Bandwidth.class)).isEqualTo(Fault.bandwidth(2));
		assertThat(faults.has(Fault.Freeze.class)).isTrue();
	}

	@Test
	void removesOnlyAnEqualFault() {
		Faults faults = Faults.NONE.with(Fault.bandwidth(1));
		assertThat(faults.without(Fault.bandwidth(2)).has(Fault.Bandwidth.class)).isTrue();
		assertThat(faults.without(Fault.bandwidth(1)).has(Fault.Bandwidth.class)).isFalse();
	}

}
