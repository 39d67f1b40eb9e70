package io.netasync.server;

import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pauses the connections of a server, those that are added meanwhile included.
 * Thread-safe.
 *
 * @author net-async
 */
final class PauseSwitch {

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean paused;

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
	 * Adds a connection, which is paused if the others are.
	 * @param connection the connection
	 * @param counters where it is added
	 */
	void add(ServerConnection connection, ServerCounters counters) {
		this.lock.lock();
		try {
			counters.accepted(connection);
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
