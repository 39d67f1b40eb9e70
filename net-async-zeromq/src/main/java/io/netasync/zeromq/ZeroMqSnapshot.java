package io.netasync.zeromq;

import java.time.Duration;
import java.util.List;

import io.netasync.buffer.Ledger;
import io.netasync.request.RequestSnapshot;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

/**
 * A ZeroMQ socket at one moment.
 *
 * @param type its type
 * @param open whether it is open
 * @param bound the addresses it listens at, with their ports
 * @param connected the addresses it connects to, whether somebody is there or not
 * @param connections connections there are; {@code inproc} has none
 * @param inState for how long there has been a connection, or none
 * @param lastFailure why a connection could not be made or was lost, {@code null} if
 * nothing has failed
 * @param connects connections made or accepted
 * @param disconnects connections lost
 * @param handshakesFailed peers that speak another protocol or were refused
 * @param ledger what became of the messages to send; {@code sent} are those that ZeroMQ
 * has taken
 * @param requests what became of requests
 * @param received messages received
 * @param receivedBytes bytes of them
 * @author net-async
 * @since 0.1.0
 */
public record ZeroMqSnapshot(ZeroMqType type, boolean open, List<String> bound, List<String> connected, int connections,
		Duration inState, @Nullable String lastFailure, long connects, long disconnects, long handshakesFailed,
		Ledger ledger, RequestSnapshot requests, long received, long receivedBytes) {

	/**
	 * Tells whether somebody has to be there that isn't.
	 * @return {@code true} if the socket connects to peers and none is connected
	 */
	public boolean lacksPeers() {
		return this.connections == 0 && this.connected.stream().anyMatch((address) -> !address.startsWith("inproc:"));
	}

}
