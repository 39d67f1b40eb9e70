package io.netasync.autoconfigure.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netasync.channel.MembershipListener;
import io.netasync.channel.NetAsync;
import io.netasync.client.ClientSnapshot;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerSnapshot;

/**
 * Meters of all clients, servers and others there are at the moment, tagged with
 * {@code name} and {@code side}. Those of one read the same snapshot.
 * <p>
 * What became of the messages to send adds up at any moment:
 * {@code netasync.messages.accepted = netasync.messages.sent + netasync.messages.failed +
 * netasync.send.buffer.messages}. Beside these, {@code netasync.dropped} counts the
 * messages that were not accepted, so whoever sent them was told.
 *
 * @author net-async
 */
class NetAsyncMeterBinder implements MeterBinder {

	private final NetAsync netAsync;

	private final List<MemberMeters<?>> kinds;

	NetAsyncMeterBinder(NetAsync netAsync, List<MemberMeters<?>> others) {
		this.netAsync = netAsync;
		MemberMeters<NetAsyncClient> clients = new MemberMeters<>(NetAsyncClient.class, NetAsyncMeterBinder::bind);
		MemberMeters<NetAsyncServer> servers = new MemberMeters<>(NetAsyncServer.class, NetAsyncMeterBinder::bind);
		this.kinds = Stream.concat(Stream.of(clients, servers), others.stream()).toList();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.netAsync.addListener(new Registered(registry, this.kinds));
	}

	private static Meters<ClientSnapshot> bind(MeterRegistry registry, NetAsyncClient client) {
		Meters<ClientSnapshot> meters = new Meters<>(registry, client::snapshot,
				Tags.of("name", client.name(), "side", "client"));
		meters.ledger(ClientSnapshot::ledger);
		meters.requests(ClientSnapshot::requests);
		meters.gauge("netasync.connections.active", "connections", "Connections there are",
				(snapshot) -> (snapshot.connectionId() != null) ? 1 : 0);
		meters.counter("netasync.messages.received", "messages", "Messages received", ClientSnapshot::received);
		meters.counter("netasync.bytes.received", "bytes", "Bytes received", ClientSnapshot::receivedBytes);
		meters.counter("netasync.heartbeats.missed", "connections", "Peers found dead",
				ClientSnapshot::heartbeatsMissed);
		meters.counter("netasync.reconnects", "connections", "Connections made after the first",
				ClientSnapshot::reconnects);
		meters.counter("netasync.failovers", "connections", "Connections made to another endpoint than before",
				ClientSnapshot::failovers);
		meters.time("netasync.connect.duration", "Time the last connection took to open",
				(snapshot) -> snapshot.connectDuration().toNanos());
		meters.time("netasync.rtt", "Round-trip time as the kernel measured it",
				(snapshot) -> (snapshot.roundTripMicros() < 0) ? Double.NaN : snapshot.roundTripMicros() * 1000.0);
		return meters;
	}

	private static Meters<ServerSnapshot> bind(MeterRegistry registry, NetAsyncServer server) {
		Meters<ServerSnapshot> meters = new Meters<>(registry, server::snapshot,
				Tags.of("name", server.name(), "side", "server"));
		meters.ledger(ServerSnapshot::ledger);
		meters.requests(ServerSnapshot::requests);
		meters.gauge("netasync.connections.active", "connections", "Connections there are",
				ServerSnapshot::connections);
		for (String reason : ServerSnapshot.REJECT_REASONS) {
			meters.counter("netasync.connections.rejected", "connections", "Connections turned away",
					Tags.of("reason", reason), (snapshot) -> snapshot.rejected().getOrDefault(reason, 0L));
		}
		meters.counter("netasync.messages.received", "messages", "Messages received", ServerSnapshot::received);
		meters.counter("netasync.bytes.received", "bytes", "Bytes received", ServerSnapshot::receivedBytes);
		meters.counter("netasync.heartbeats.missed", "connections", "Peers found dead",
				ServerSnapshot::heartbeatsMissed);
		return meters;
	}

	/**
	 * The meters of one registry, and what they read.
	 */
	private static final class Registered implements MembershipListener {

		private final MeterRegistry registry;

		private final List<MemberMeters<?>> kinds;

		private final Map<Object, Meters<?>> meters = new ConcurrentHashMap<>();

		Registered(MeterRegistry registry, List<MemberMeters<?>> kinds) {
			this.registry = registry;
			this.kinds = kinds;
		}

		@Override
		public void added(AutoCloseable member) {
			this.kinds.stream()
				.filter((kind) -> kind.isFor(member))
				.findFirst()
				.ifPresent((kind) -> this.meters.computeIfAbsent(member, (key) -> kind.bind(this.registry, member)));
		}

		@Override
		public void removed(AutoCloseable source) {
			Meters<?> gone = this.meters.remove(source);
			if (gone != null) {
				gone.remove();
			}
		}

	}

}
