package io.netasync.zeromq.engine;

import io.netasync.memory.MemoryBudget;
import io.netasync.transport.ReceiveBounds;
import io.netasync.transport.ReceiveRoom;

/**
 * How much a socket may receive now.
 *
 * @param bounds how much may wait for the application
 * @param room what waits
 * @param budget what waits in the whole application
 * @author net-async
 * @since 0.1.0
 */
public record Intake(ReceiveBounds bounds, ReceiveRoom room, MemoryBudget budget) {

	int messages() {
		return this.budget.isTight() ? 0 : this.bounds.maxMessages() - this.room.messages();
	}

	long bytes() {
		return this.bounds.maxBytes() - this.room.bytes();
	}

	/**
	 * Calls back once there is room again.
	 * @param callback called by any thread; must not block
	 */
	void whenFree(Runnable callback) {
		if (this.budget.isTight()) {
			this.budget.whenRelieved(callback);
		}
		else {
			this.room.onRoom(callback);
		}
	}

}
