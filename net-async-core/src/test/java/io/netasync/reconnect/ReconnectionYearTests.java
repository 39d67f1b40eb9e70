package io.netasync.reconnect;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Years of losses, failures and failbacks, replayed from seeds.
 *
 * @author net-async
 */
class ReconnectionYearTests {

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 12);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void keepsItsRulesForAYear(long seed) {
		SimulatedYear year = new SimulatedYear(seed);
		year.run();
		assertThat(year.attempts()).as("seed %d", seed).isGreaterThan(1_000);
		assertThat(year.stableLosses()).as("seed %d", seed).isPositive();
	}

	@Test
	void peersThatAcceptAndCloseAreNotHammered() {
		double average = IntStream.range(0, 2_000)
			.map((seed) -> attemptsInAMinute(ReconnectPolicy.defaults(), seed))
			.average()
			.orElseThrow();
		assertThat(average).isBetween(10.0, 12.5);
		ReconnectPolicy steady = new ReconnectPolicy(Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0,
				Duration.ofSeconds(10), ReconnectPolicy.UNLIMITED);
		assertThat(attemptsInAMinute(steady, 1)).isEqualTo(10);
	}

	private static int attemptsInAMinute(ReconnectPolicy policy, long seed) {
		Random random = new Random(seed);
		Endpoint only = new Endpoint("a", 1);
		FailoverPolicy failover = new FailoverPolicy(Strategy.ORDERED, Duration.ZERO);
		Reconnection state = Reconnection.of(List.of(only), policy, failover, random);
		long minute = Duration.ofMinutes(1).toNanos();
		long now = 0;
		for (int attempts = 0;; attempts++) {
			now += state.next(random).orElseThrow().delay().toNanos();
			if (now >= minute) {
				return attempts;
			}
			state = state.connected(only, now).lost(now, false);
		}
	}

}
