package io.netasync.server;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.mailbox.OutboxOptions;

/**
 * What is changed while a server runs, for its connections and for those to come.
 *
 * @author net-async
 */
final class LiveChanges {

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean paused;

	private volatile OutboxOptions outbox;

	LiveChanges(OutboxOptions outbox) {
		this.outbox = outbox;
	}

	OutboxOptions outbox() {
		return this.outbox;
	}

	void sendBuffer(SendBufferPolicy policy, Collection<ServerConnection> connections) {
		this.lock.lock();
		try {
			this.outbox = new OutboxOptions(this.outbox.payloads(), this.outbox.frames(), policy, this.outbox.key());
			connections.forEach((connection) -> connection.sendBuffer(policy));
		}
		finally {
			this.lock.unlock();
		}
	}

	void pause(Collection<ServerConnection> connections) {
		this.lock.lock();
		try {
			if (!this.paused) {
				this.paused = true;
				connections.forEach(ServerConnection::pause);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void resume(Collection<ServerConnection> connections) {
		this.lock.lock();
		try {
			if (this.paused) {
				this.paused = false;
				connections.forEach(ServerConnection::resume);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Adds a connection, for which holds what holds for the others.
	 * @param connection the connection
	 * @param counters where it is added
	 */
	void add(ServerConnection connection, ServerCounters counters) {
		this.lock.lock();
		try {
			counters.accepted(connection);
			connection.sendBuffer(this.outbox.policy());
			if (this.paused) {
				connection.pause();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isPaused() {
		return this.paused;
	}

}
