package io.netasync.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;

import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A server at one moment.
 *
 * @param name its name
 * @param state {@code LISTENING}, {@code PAUSED} or {@code STOPPED}
 * @param endpoint where it listens, {@code null} before it is started
 * @param port the port it listens on, 0 with a Unix socket
 * @param connectionCount connections there are
 * @param maxConnections how many there may be
 * @param accepted connections accepted
 * @param rejected connections turned away, by the property that said so
 * @param heartbeatsMissed peers found dead
 * @param messagesReceived messages received
 * @param bytesReceived bytes received
 * @param messages what became of the messages to send
 * @param connections the first 100 connections, {@code null} in a list of servers
 * @author net-async
 */
record ServerDescriptor(String name, String state, @Nullable String endpoint, int port, int connectionCount,
		int maxConnections, long accepted, Map<String, Long> rejected, long heartbeatsMissed, long messagesReceived,
		long bytesReceived, LedgerDescriptor messages, @Nullable List<ConnectionDescriptor> connections) {

	private static final int SHOWN = 100;

	static ServerDescriptor of(NetAsyncServer server) {
		return of(server, null);
	}

	static ServerDescriptor withConnections(NetAsyncServer server) {
		return of(server, server.connections().stream().limit(SHOWN).map(ConnectionDescriptor::of).toList());
	}

	private static ServerDescriptor of(NetAsyncServer server, @Nullable List<ConnectionDescriptor> connections) {
		ServerSnapshot snapshot = server.snapshot();
		return new ServerDescriptor(server.name(), state(server),
				(snapshot.endpoint() != null) ? snapshot.endpoint().toString() : null, snapshot.port(),
				snapshot.connections(), snapshot.maxConnections(), snapshot.accepted(), snapshot.rejected(),
				snapshot.heartbeatsMissed(), snapshot.received(), snapshot.receivedBytes(),
				LedgerDescriptor.of(snapshot.ledger()), connections);
	}

	private static String state(NetAsyncServer server) {
		if (!server.isListening()) {
			return "STOPPED";
		}
		return server.isPaused() ? "PAUSED" : "LISTENING";
	}

}
