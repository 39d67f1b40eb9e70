package io.netasync.autoconfigure.health;

import java.util.function.Supplier;

import io.netasync.zeromq.ZeroMqProxy;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health.Builder;

/**
 * The health of a broker between ZeroMQ sockets: up while it is open.
 *
 * @author net-async
 */
class ZeroMqProxyHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<ZeroMqProxy.Snapshot> proxy;

	ZeroMqProxyHealthIndicator(Supplier<ZeroMqProxy.Snapshot> proxy) {
		super("Health check of a ZeroMQ broker failed");
		this.proxy = proxy;
	}

	@Override
	protected void doHealthCheck(Builder builder) {
		ZeroMqProxy.Snapshot proxy = this.proxy.get();
		if (proxy.open()) {
			builder.up();
		}
		else {
			builder.down();
		}
		builder.withDetail("type", proxy.type().text());
		builder.withDetail("frontend", proxy.frontend());
		builder.withDetail("backend", proxy.backend());
		builder.withDetail("connections", proxy.connections());
		builder.withDetail("dropped", proxy.dropped());
	}

}
