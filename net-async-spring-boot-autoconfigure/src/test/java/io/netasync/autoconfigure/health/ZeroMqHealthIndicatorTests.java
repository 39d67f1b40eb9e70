package io.netasync.autoconfigure.health;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.netasync.buffer.Drops;
import io.netasync.buffer.Ledger;
import io.netasync.request.RequestTally;
import io.netasync.zeromq.ZeroMqSnapshot;
import io.netasync.zeromq.message.ZeroMqType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZeroMqHealthIndicator}.
 *
 * @author net-async
 */
class ZeroMqHealthIndicatorTests {

	private static final Duration DOWN_AFTER = Duration.ofSeconds(30);

	@ParameterizedTest
	@CsvSource({ "true, , 0, 999, UP", "true, tcp://a:1, 1, 999, UP", "true, tcp://a:1, 0, 30, UP",
			"true, tcp://a:1, 0, 31, DOWN", "true, inproc://a, 0, 31, UP", "false, , 0, 0, DOWN",
			"false, tcp://a:1, 1, 0, DOWN" })
	void dependsOnPeersAndTime(boolean open, String connected, int connections, int seconds, String status) {
		assertThat(health(open, connected, connections, seconds).getStatus()).isEqualTo(new Status(status));
	}

	@Test
	void tellsWhy() {
		assertThat(health(true, "tcp://a:1", 0, 12).getDetails()).containsEntry("type", "dealer")
			.containsEntry("bound", List.of("tcp://0.0.0.0:5555"))
			.containsEntry("connected", List.of("tcp://a:1"))
			.containsEntry("connections", 0)
			.containsEntry("lastFailure", "refused")
			.containsEntry("handshakesFailed", 3L)
			.containsEntry("pending", 5L);
	}

	@Test
	void neverThrows() {
		ZeroMqHealthIndicator indicator = new ZeroMqHealthIndicator(() -> {
			throw new IllegalStateException("no snapshot");
		}, DOWN_AFTER);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	private static Health health(boolean open, String connected, int connections, int seconds) {
		ZeroMqSnapshot snapshot = new ZeroMqSnapshot(ZeroMqType.DEALER, open, List.of("tcp://0.0.0.0:5555"),
				Stream.ofNullable(connected).toList(), connections, Duration.ofSeconds(seconds), "refused", 1, 2, 3,
				new Ledger(5, 0, Drops.NONE, 0, 0, 5, 50, 0), new RequestTally().snapshot(), 0, 0);
		return new ZeroMqHealthIndicator(() -> snapshot, DOWN_AFTER).health();
	}

}
