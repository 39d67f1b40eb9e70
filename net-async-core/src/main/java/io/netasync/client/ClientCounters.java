package io.netasync.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.netasync.buffer.Ledger;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.request.RequestTally;
import io.netasync.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What a client counts.
 *
 * @author net-async
 */
final class ClientCounters {

	private final RequestTally requests = new RequestTally();

	private final AtomicLong received = new AtomicLong();

	private final AtomicLong receivedBytes = new AtomicLong();

	private final AtomicLong connects = new AtomicLong();

	private final AtomicLong failures = new AtomicLong();

	private final AtomicLong failovers = new AtomicLong();

	private final AtomicLong heartbeatsMissed = new AtomicLong();

	private volatile Duration connectDuration = Duration.ZERO;

	private volatile @Nullable String lastFailure;

	private volatile @Nullable Endpoint endpoint;

	RequestTally requests() {
		return this.requests;
	}

	void received() {
		this.received.incrementAndGet();
	}

	void connected(Duration took) {
		this.connectDuration = took;
	}

	void activated(Endpoint at) {
		this.endpoint = at;
		this.lastFailure = null;
		this.connects.incrementAndGet();
	}

	void lost(DisconnectReason reason, long bytes) {
		this.lastFailure = reason.name();
		this.receivedBytes.addAndGet(bytes);
		if (reason == DisconnectReason.HEARTBEAT_TIMEOUT) {
			this.heartbeatsMissed.incrementAndGet();
		}
	}

	void failure(Throwable cause) {
		this.failures.incrementAndGet();
		this.lastFailure = String.valueOf(cause.getMessage());
	}

	void failedOver() {
		this.failovers.incrementAndGet();
	}

	ClientSnapshot snapshot(ClientState state, Duration inState, @Nullable Connection active, Ledger ledger) {
		long bytes = this.receivedBytes.get() + ((active != null) ? active.receivedBytes() : 0);
		return new ClientSnapshot(state.phase(), inState, this.endpoint, (active != null) ? active.id() : null,
				this.lastFailure, ledger, this.received.get(), bytes, this.connects.get(), this.failures.get(),
				this.failovers.get(), this.heartbeatsMissed.get(), this.connectDuration,
				(active != null) ? active.roundTripMicros() : -1, this.requests.snapshot());
	}

}
