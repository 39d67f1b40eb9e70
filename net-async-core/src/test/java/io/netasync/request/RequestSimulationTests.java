package io.netasync.request;

import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random lives of requests: each ends exactly once, by its deadline, with its own reply
 * or a typed failure, and no reply is lost.
 *
 * @author net-async
 */
@Timeout(120)
class RequestSimulationTests {

	private static final int STEPS = 6000;

	static Stream<Arguments> lives() {
		return Stream.of(Correlation.values())
			.flatMap(
					(correlation) -> LongStream.rangeClosed(1, 20).mapToObj((seed) -> Arguments.of(correlation, seed)));
	}

	@ParameterizedTest(name = "{0}, seed {1}")
	@MethodSource("lives")
	void everyRequestEndsOnceByItsDeadlineWithItsOwnReplyOrAFailure(Correlation correlation, long seed) {
		SimulatedPeers peers = new SimulatedPeers(seed, correlation);
		for (int step = 0; step < STEPS; step++) {
			peers.step();
		}
		peers.end(seed % 2 == 0);
		assertThat(peers.counts().replied()).as("replies").isGreaterThan(STEPS / 200);
		assertThat(peers.counts().failed().values()).as("failures").anyMatch((count) -> count > 0);
	}

}
