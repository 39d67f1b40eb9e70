package io.netasync.autoconfigure.health;

import java.time.Duration;

import io.netasync.buffer.Drops;
import io.netasync.buffer.Ledger;
import io.netasync.client.ClientSnapshot;
import io.netasync.event.ConnectionState;
import io.netasync.event.Endpoint;
import io.netasync.request.RequestTally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientHealthIndicator}.
 *
 * @author net-async
 */
class ClientHealthIndicatorTests {

	private static final Duration DOWN_AFTER = Duration.ofSeconds(30);

	@ParameterizedTest
	@CsvSource({ "CONNECTED, 999, UP", "CONNECTING, 30, UP", "CONNECTING, 31, DOWN", "RECONNECTING, 30, UP",
			"RECONNECTING, 31, DOWN", "DISCONNECTED, 0, DOWN", "CLOSED, 0, DOWN" })
	void dependsOnStateAndTime(ConnectionState state, int seconds, String status) {
		assertThat(health(state, seconds).getStatus()).isEqualTo(new Status(status));
	}

	@Test
	void tellsWhy() {
		assertThat(health(ConnectionState.RECONNECTING, 12).getDetails()).containsEntry("state", "RECONNECTING")
			.containsEntry("for", "12s")
			.containsEntry("endpoint", "a.example:7000")
			.containsEntry("lastFailure", "refused")
			.containsEntry("connects", 1L)
			.containsEntry("failures", 2L)
			.containsEntry("failovers", 3L)
			.containsEntry("pending", 5L);
	}

	@Test
	void neverThrows() {
		ClientHealthIndicator indicator = new ClientHealthIndicator(() -> {
			throw new IllegalStateException("no snapshot");
		}, DOWN_AFTER);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	private static Health health(ConnectionState state, int seconds) {
		ClientSnapshot snapshot = new ClientSnapshot(state, Duration.ofSeconds(seconds),
				new Endpoint("a.example", 7000), null, "refused", new Ledger(5, 0, Drops.NONE, 0, 0, 5, 50, 0), 0, 0, 1,
				2, 3, 0, Duration.ZERO, -1, new RequestTally().snapshot());
		return new ClientHealthIndicator(() -> snapshot, DOWN_AFTER).health();
	}

}
