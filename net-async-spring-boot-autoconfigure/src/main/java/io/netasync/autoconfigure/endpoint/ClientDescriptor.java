package io.netasync.autoconfigure.endpoint;

import java.util.List;
import java.util.Objects;

import io.netasync.client.ClientSnapshot;
import io.netasync.client.NetAsyncClient;
import org.jspecify.annotations.Nullable;

/**
 * A client at one moment.
 *
 * @param name its name
 * @param state its state
 * @param paused whether it is paused
 * @param inStateMillis for how long it has been connected, or not connected
 * @param addresses where it may connect
 * @param endpoint where it is or was last connected
 * @param connectionId the id of its connection
 * @param lastFailure why there is no connection
 * @param connects connections made
 * @param failures attempts to connect that failed
 * @param failovers times it connected to another endpoint than before
 * @param heartbeatsMissed peers found dead
 * @param connectMillis how long the last connection took to open
 * @param roundTripMicros round-trip time as the kernel measured it, -1 if unknown
 * @param messagesReceived messages received
 * @param bytesReceived bytes received
 * @param messages what became of the messages to send
 * @author net-async
 */
record ClientDescriptor(String name, String state, boolean paused, long inStateMillis, List<String> addresses,
		@Nullable String endpoint, @Nullable String connectionId, @Nullable String lastFailure, long connects,
		long failures, long failovers, long heartbeatsMissed, long connectMillis, long roundTripMicros,
		long messagesReceived, long bytesReceived, LedgerDescriptor messages) {

	static ClientDescriptor of(NetAsyncClient client) {
		ClientSnapshot snapshot = client.snapshot();
		List<String> addresses = client.addresses().stream().map(Objects::toString).toList();
		String endpoint = (snapshot.endpoint() != null) ? snapshot.endpoint().toString() : null;
		return new ClientDescriptor(client.name(), snapshot.state().name(), client.isPaused(),
				snapshot.inState().toMillis(), addresses, endpoint, snapshot.connectionId(), snapshot.lastFailure(),
				snapshot.connects(), snapshot.failures(), snapshot.failovers(), snapshot.heartbeatsMissed(),
				snapshot.connectDuration().toMillis(), snapshot.roundTripMicros(), snapshot.received(),
				snapshot.receivedBytes(), LedgerDescriptor.of(snapshot.ledger()));
	}

}
