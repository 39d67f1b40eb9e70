package io.netasync.autoconfigure.health;

import java.util.function.Supplier;

import io.netasync.event.Endpoint;
import io.netasync.server.ServerSnapshot;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health.Builder;

/**
 * The health of a server: up while it accepts connections.
 *
 * @author net-async
 */
class ServerHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<ServerSnapshot> server;

	ServerHealthIndicator(Supplier<ServerSnapshot> server) {
		super("Health check of a net-async server failed");
		this.server = server;
	}

	@Override
	protected void doHealthCheck(Builder builder) {
		ServerSnapshot server = this.server.get();
		if (server.listening()) {
			builder.up();
		}
		else {
			builder.down();
		}
		builder.withDetail("state", server.listening() ? "LISTENING" : "CLOSED");
		Endpoint endpoint = server.endpoint();
		if (endpoint != null && endpoint.isUnix()) {
			builder.withDetail("endpoint", endpoint.toString());
		}
		else {
			builder.withDetail("port", server.port());
		}
		builder.withDetail("connections", server.connections());
		builder.withDetail("maxConnections", server.maxConnections());
		builder.withDetail("rejected", server.rejectedInAll());
		builder.withDetail("pending", server.ledger().pending());
	}

}
