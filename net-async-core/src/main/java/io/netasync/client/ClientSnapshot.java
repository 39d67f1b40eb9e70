package io.netasync.client;

import java.time.Duration;

import io.netasync.buffer.Ledger;
import io.netasync.event.ConnectionState;
import io.netasync.event.Endpoint;
import io.netasync.request.RequestSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client at one moment. Counts are since it was started.
 *
 * @param state its state
 * @param inState for how long it has been connected, or not connected
 * @param endpoint where it is or was last connected
 * @param connectionId the id of its connection
 * @param lastFailure why there is no connection
 * @param ledger what became of the messages to send
 * @param received messages received
 * @param receivedBytes bytes received
 * @param connects connections made
 * @param failures attempts to connect that failed
 * @param failovers times it connected to another endpoint than before
 * @param heartbeatsMissed peers found dead
 * @param connectDuration how long the last connection took to open
 * @param roundTripMicros round-trip time as the kernel measured it, -1 if unknown
 * @param requests what became of the requests
 * @author net-async
 * @since 0.1.0
 */
public record ClientSnapshot(ConnectionState state, Duration inState, @Nullable Endpoint endpoint,
		@Nullable String connectionId, @Nullable String lastFailure, Ledger ledger, long received, long receivedBytes,
		long connects, long failures, long failovers, long heartbeatsMissed, Duration connectDuration,
		long roundTripMicros, RequestSnapshot requests) {

	/**
	 * Returns the connections made after the first.
	 * @return the number
	 */
	public long reconnects() {
		return Math.max(0, this.connects - 1);
	}

}
