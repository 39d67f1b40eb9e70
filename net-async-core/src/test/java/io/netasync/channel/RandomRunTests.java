package io.netasync.channel;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a client and a server on real sockets behind a proxy that breaks them:
 * sends, drops, faults and closes from a seed, which every failure prints. What must
 * always hold is checked all along and at rest. {@code -Dnetasync.seeds=100} runs more.
 *
 * @author net-async
 */
@Timeout(600)
class RandomRunTests {

	static LongStream seeds() {
		return LongStream.rangeClosed(1, Long.getLong("netasync.seeds", 10));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void whatMustAlwaysHoldDoes(long seed) throws Exception {
		try (RandomRun run = new RandomRun(seed)) {
			run.live();
			run.settle();
			run.end();
		}
	}

}
