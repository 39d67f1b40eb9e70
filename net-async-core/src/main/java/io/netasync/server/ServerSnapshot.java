package io.netasync.server;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.netasync.buffer.Ledger;
import io.netasync.event.Endpoint;
import io.netasync.request.RequestSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a server at one moment. Counts are since it was started.
 *
 * @param listening whether it accepts connections
 * @param endpoint where it listens, {@code null} before it is started
 * @param connections connections there are
 * @param maxConnections how many there may be
 * @param accepted connections accepted
 * @param rejected connections turned away, by the property that said so
 * @param ledger what became of the messages to send, over all connections
 * @param received messages received
 * @param receivedBytes bytes received
 * @param heartbeatsMissed peers found dead
 * @param requests what became of the requests to peers, over all connections
 * @author net-async
 * @since 0.1.0
 */
public record ServerSnapshot(boolean listening, @Nullable Endpoint endpoint, int connections, int maxConnections,
		long accepted, Map<String, Long> rejected, Ledger ledger, long received, long receivedBytes,
		long heartbeatsMissed, RequestSnapshot requests) {

	/** The properties for which connections can be turned away. */
	public static final List<String> REJECT_REASONS = Stream.of(RejectReason.values())
		.map(RejectReason::property)
		.toList();

	public ServerSnapshot {
		rejected = Map.copyOf(rejected);
	}

	/**
	 * Returns the port.
	 * @return the port, -1 before it is started and 0 with a Unix socket
	 */
	public int port() {
		return (this.endpoint != null) ? this.endpoint.port() : -1;
	}

	/**
	 * Returns how many connections were turned away for any reason.
	 * @return connections
	 */
	public long rejectedInAll() {
		return this.rejected.values().stream().mapToLong(Long::longValue).sum();
	}

}
