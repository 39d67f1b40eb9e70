package io.netasync.autoconfigure.health;

import java.time.Duration;
import java.util.function.Supplier;

import io.netasync.zeromq.ZeroMqSnapshot;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health.Builder;

/**
 * The health of a ZeroMQ socket: up while it is open, unless it connects to peers of whom
 * none has been there for too long.
 *
 * @author net-async
 */
class ZeroMqHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<ZeroMqSnapshot> socket;

	private final Duration downAfter;

	ZeroMqHealthIndicator(Supplier<ZeroMqSnapshot> socket, Duration downAfter) {
		super("Health check of a ZeroMQ socket failed");
		this.socket = socket;
		this.downAfter = downAfter;
	}

	@Override
	protected void doHealthCheck(Builder builder) {
		ZeroMqSnapshot socket = this.socket.get();
		if (isUp(socket)) {
			builder.up();
		}
		else {
			builder.down();
		}
		builder.withDetail("type", socket.type().text());
		builder.withDetail("bound", socket.bound());
		builder.withDetail("connected", socket.connected());
		builder.withDetail("connections", socket.connections());
		if (socket.lastFailure() != null) {
			builder.withDetail("lastFailure", socket.lastFailure());
		}
		builder.withDetail("handshakesFailed", socket.handshakesFailed());
		builder.withDetail("pending", socket.ledger().pending());
	}

	private boolean isUp(ZeroMqSnapshot socket) {
		return socket.open() && (!socket.lacksPeers() || socket.inState().compareTo(this.downAfter) <= 0);
	}

}
