package io.netasync.heartbeat;

import java.time.Duration;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Years with peers that live, freeze and stall, replayed from seeds.
 *
 * @author net-async
 */
class HeartbeatYearTests {

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 8);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void findsTheDeadInTimeAndNobodyElseForAYear(long seed) {
		long year = Duration.ofDays(365).toNanos();
		long now = 0;
		int connections = 0;
		while (now < year) {
			SimulatedConnection connection = new SimulatedConnection(1_000_000 * seed + connections++, now);
			now = connection.runUntilFoundDead();
		}
		assertThat(connections).as("seed %d", seed).isGreaterThan(100);
	}

}
