package io.netasync.autoconfigure.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A ZeroMQ socket at one moment. Knows nothing of ZeroMQ, which need not be there.
 *
 * @param name its name
 * @param type its type, as configuration spells it
 * @param open whether it is open
 * @param bound the addresses it listens at, with their ports
 * @param connected the addresses it connects to, whether somebody is there or not
 * @param connectionCount connections there are
 * @param inStateMillis for how long there has been a connection, or none
 * @param lastFailure why a connection could not be made or was lost
 * @param connects connections made or accepted
 * @param disconnects connections lost
 * @param handshakesFailed peers that speak another protocol or were refused
 * @param messagesReceived messages received
 * @param bytesReceived bytes received
 * @param messages what became of the messages to send
 * @author net-async
 */
record SocketDescriptor(String name, String type, boolean open, List<String> bound, List<String> connected,
		int connectionCount, long inStateMillis, @Nullable String lastFailure, long connects, long disconnects,
		long handshakesFailed, long messagesReceived, long bytesReceived, LedgerDescriptor messages) {
}
