package io.netasync.server;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.netasync.buffer.Ledger;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.request.RequestSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a server and its counts over them and those that are gone. A
 * connection is with the one or with the others at any moment, never with both.
 * Thread-safe.
 *
 * @author net-async
 */
final class ServerCounters {

	private final Map<String, ServerConnection> connections = new ConcurrentHashMap<>();

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final AtomicLong heartbeatsMissed = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private Ledger closedLedgers = Ledger.EMPTY;

	private long closedBytes;

	private @Nullable CountDownLatch emptied;

	void accepted(ServerConnection connection) {
		this.accepted.incrementAndGet();
		this.connections.put(connection.id(), connection);
	}

	void received() {
		this.received.incrementAndGet();
	}

	void closed(DisconnectReason reason) {
		if (reason == DisconnectReason.HEARTBEAT_TIMEOUT) {
			this.heartbeatsMissed.incrementAndGet();
		}
	}

	/**
	 * Moves a connection to those that are gone.
	 * @param connection the connection; nothing of it changes any more
	 */
	void retired(ServerConnection connection) {
		this.lock.lock();
		try {
			if (!this.connections.remove(connection.id(), connection)) {
				return;
			}
			this.closedLedgers = this.closedLedgers.plus(connection.ledger());
			this.closedBytes += connection.connection().receivedBytes();
			if (this.emptied != null && this.connections.isEmpty()) {
				this.emptied.countDown();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until there is no connection.
	 * @param nanos how long at most
	 * @throws InterruptedException if interrupted
	 */
	void awaitNone(long nanos) throws InterruptedException {
		CountDownLatch latch = new CountDownLatch(1);
		this.lock.lock();
		try {
			if (this.connections.isEmpty()) {
				return;
			}
			this.emptied = latch;
		}
		finally {
			this.lock.unlock();
		}
		latch.await(nanos, TimeUnit.NANOSECONDS);
	}

	@Nullable ServerConnection connection(String id) {
		return this.connections.get(id);
	}

	Collection<ServerConnection> connections() {
		return this.connections.values();
	}

	ServerSnapshot snapshot(boolean listening, @Nullable Endpoint endpoint, int maxConnections,
			Map<String, Long> rejected, RequestSnapshot requests) {
		this.lock.lock();
		try {
			Ledger ledger = this.closedLedgers;
			long bytes = this.closedBytes;
			for (ServerConnection connection : this.connections.values()) {
				ledger = ledger.plus(connection.ledger());
				bytes += connection.connection().receivedBytes();
			}
			return new ServerSnapshot(listening, endpoint, this.connections.size(), maxConnections, this.accepted.get(),
					rejected, ledger, this.received.get(), bytes, this.heartbeatsMissed.get(), requests);
		}
		finally {
			this.lock.unlock();
		}
	}

}
