package io.netasync.autoconfigure.health;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

import io.netasync.client.ClientSnapshot;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health.Builder;

/**
 * The health of a client: up while it is connected, and while it has not been looking for
 * a connection for too long.
 *
 * @author net-async
 */
class ClientHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<ClientSnapshot> client;

	private final Duration downAfter;

	ClientHealthIndicator(Supplier<ClientSnapshot> client, Duration downAfter) {
		super("Health check of a net-async client failed");
		this.client = client;
		this.downAfter = downAfter;
	}

	@Override
	protected void doHealthCheck(Builder builder) {
		ClientSnapshot client = this.client.get();
		if (isUp(client)) {
			builder.up();
		}
		else {
			builder.down();
		}
		builder.withDetail("state", client.state().name());
		builder.withDetail("for", DurationStyle.SIMPLE.print(client.inState(), ChronoUnit.SECONDS));
		if (client.endpoint() != null) {
			builder.withDetail("endpoint", client.endpoint().toString());
		}
		if (client.lastFailure() != null) {
			builder.withDetail("lastFailure", client.lastFailure());
		}
		builder.withDetail("connects", client.connects());
		builder.withDetail("failures", client.failures());
		builder.withDetail("failovers", client.failovers());
		builder.withDetail("pending", client.ledger().pending());
	}

	private boolean isUp(ClientSnapshot client) {
		return switch (client.state()) {
			case CONNECTED -> true;
			case CONNECTING, RECONNECTING -> client.inState().compareTo(this.downAfter) <= 0;
			default -> false;
		};
	}

}
