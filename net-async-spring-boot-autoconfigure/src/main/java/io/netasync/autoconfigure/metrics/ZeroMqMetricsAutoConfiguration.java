package io.netasync.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.netasync.autoconfigure.ZeroMqAutoConfiguration;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSnapshot;
import io.netasync.zeromq.ZeroMqSocket;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of ZeroMQ sockets.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(after = ZeroMqAutoConfiguration.class)
@ConditionalOnClass({ MeterRegistry.class, ZeroMq.class })
@ConditionalOnBean(ZeroMq.class)
public final class ZeroMqMetricsAutoConfiguration {

	@Bean
	MemberMeters<ZeroMqSocket> zeroMqMeters() {
		return new MemberMeters<>(ZeroMqSocket.class, ZeroMqMetricsAutoConfiguration::bind);
	}

	@Bean
	MemberMeters<ZeroMqProxy> zeroMqProxyMeters() {
		return new MemberMeters<>(ZeroMqProxy.class, ZeroMqMetricsAutoConfiguration::bind);
	}

	private static Meters<?> bind(MeterRegistry registry, ZeroMqProxy proxy) {
		Meters<ZeroMqProxy.Snapshot> meters = new Meters<>(registry, proxy::snapshot,
				Tags.of("name", proxy.name(), "side", "zeromq"));
		meters.gauge("netasync.connections.active", "connections", "Connections there are",
				ZeroMqProxy.Snapshot::connections);
		meters.counter("netasync.proxy.messages", "messages", "Messages passed on", Tags.of("direction", "backend"),
				ZeroMqProxy.Snapshot::requests);
		meters.counter("netasync.proxy.messages", "messages", "Messages passed on", Tags.of("direction", "frontend"),
				ZeroMqProxy.Snapshot::replies);
		meters.counter("netasync.proxy.dropped", "messages", "Messages that could not go on, or not to all",
				ZeroMqProxy.Snapshot::dropped);
		return meters;
	}

	private static Meters<?> bind(MeterRegistry registry, ZeroMqSocket socket) {
		Meters<ZeroMqSnapshot> meters = new Meters<>(registry, socket::snapshot,
				Tags.of("name", socket.name(), "side", "zeromq"));
		meters.ledger(ZeroMqSnapshot::ledger);
		meters.requests(ZeroMqSnapshot::requests);
		meters.gauge("netasync.connections.active", "connections", "Connections there are",
				ZeroMqSnapshot::connections);
		meters.counter("netasync.connections.lost", "connections", "Connections that have ended",
				ZeroMqSnapshot::disconnects);
		meters.counter("netasync.messages.received", "messages", "Messages received", ZeroMqSnapshot::received);
		meters.counter("netasync.bytes.received", "bytes", "Bytes received", ZeroMqSnapshot::receivedBytes);
		meters.counter("netasync.handshakes.failed", "connections", "Peers that were refused or speak another protocol",
				ZeroMqSnapshot::handshakesFailed);
		return meters;
	}

}
