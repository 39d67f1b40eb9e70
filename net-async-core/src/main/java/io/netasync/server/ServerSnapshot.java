package io.netasync.server;

import io.netasync.buffer.Ledger;
import io.netasync.request.RequestSnapshot;

/**
 * What is known of a server at one moment. Counts are since it was started.
 *
 * @param listening whether it accepts connections
 * @param port the port it listens on, -1 before it is started
 * @param connections connections there are
 * @param maxConnections how many there may be
 * @param accepted connections accepted
 * @param rejected connections turned away
 * @param ledger what became of the messages to send, over all connections
 * @param received messages received
 * @param receivedBytes bytes received
 * @param heartbeatsMissed peers found dead
 * @param requests what became of the requests to peers, over all connections
 * @author net-async
 * @since 0.1.0
 */
public record ServerSnapshot(boolean listening, int port, int connections, int maxConnections, long accepted,
		long rejected, Ledger ledger, long received, long receivedBytes, long heartbeatsMissed,
		RequestSnapshot requests) {
}
