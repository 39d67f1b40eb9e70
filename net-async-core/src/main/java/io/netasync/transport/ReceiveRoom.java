package io.netasync.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.netasync.memory.MemoryBudget;

/**
 * How many received messages, and how many bytes of them, may wait for the application. A
 * message counts from the moment it is read until it was delivered; the owner of a
 * connection who keeps it longer takes room for it while it is delivered, and releases
 * that when the application has it. Everything counts in the budget of the whole
 * application, too.
 * <p>
 * Whoever reads asks before, and may then take more than is left: what is in memory
 * already counts, whether there is room or not. Thread-safe.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ReceiveRoom {

	private final ReceiveBounds bounds;

	private final MemoryBudget budget;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition released = this.lock.newCondition();

	private final List<Runnable> callbacks = new ArrayList<>();

	/** Written under the lock. */
	private volatile int messages;

	/** Written under the lock. */
	private volatile long bytes;

	/**
	 * Creates room in which nothing waits.
	 * @param bounds how much may wait
	 * @param budget the budget of the whole application
	 */
	public ReceiveRoom(ReceiveBounds bounds, MemoryBudget budget) {
		this.bounds = bounds;
		this.budget = budget;
	}

	/**
	 * Returns room that is never full, for what receives nothing.
	 * @return the room
	 */
	public static ReceiveRoom unlimited() {
		return new ReceiveRoom(new ReceiveBounds(Integer.MAX_VALUE, Long.MAX_VALUE), MemoryBudget.unlimited());
	}

	/**
	 * Takes room for messages that are in memory, if need be more than there is.
	 * @param count how many messages
	 * @param size the bytes of their payloads
	 */
	public void take(int count, long size) {
		this.budget.take(cost(count, size));
		add(count, size);
	}

	/**
	 * Gives room back. Those who wait for room are called when half of it is free.
	 * @param count how many messages
	 * @param size the bytes of their payloads
	 */
	public void release(int count, long size) {
		add(-count, -size);
		this.budget.release(cost(count, size));
	}

	private void add(int count, long size) {
		List<Runnable> called = List.of();
		this.lock.lock();
		try {
			this.messages += count;
			this.bytes += size;
			if (!this.callbacks.isEmpty() && isHalfFree()) {
				called = new ArrayList<>(this.callbacks);
				this.callbacks.clear();
			}
			this.released.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		called.forEach(Runnable::run);
	}

	private static long cost(int count, long size) {
		return size + (long) count * MemoryBudget.MESSAGE_OVERHEAD;
	}

	private boolean isHalfFree() {
		return this.messages <= this.bounds.maxMessages() / 2 && this.bytes <= this.bounds.maxBytes() / 2;
	}

	/**
	 * Tells whether another message may be read.
	 * @return {@code false} if as many messages wait as may, or as many bytes
	 */
	public boolean hasRoom() {
		return freeMessages() > 0 && freeBytes() > 0;
	}

	int freeMessages() {
		return this.bounds.maxMessages() - this.messages;
	}

	long freeBytes() {
		return this.bounds.maxBytes() - this.bytes;
	}

	/**
	 * Returns how many messages wait.
	 * @return messages
	 */
	public int messages() {
		return this.messages;
	}

	/**
	 * Returns how many bytes the messages have that wait.
	 * @return bytes
	 */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * Asks to be called once when half of the room is free; at once if it is.
	 * @param callback called by any thread; must not block
	 */
	public void onRoom(Runnable callback) {
		this.lock.lock();
		try {
			if (!isHalfFree()) {
				this.callbacks.add(callback);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		callback.run();
	}

	/**
	 * Waits until another message may be read, or nobody wants one any more.
	 * @param wanted tells whether somebody does; asked from time to time
	 * @param pollMillis how often to ask
	 * @throws InterruptedException if interrupted
	 */
	void await(BooleanSupplier wanted, long pollMillis) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while ((!hasRoom() || this.budget.isTight()) && wanted.getAsBoolean()) {
				this.released.await(pollMillis, TimeUnit.MILLISECONDS);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	MemoryBudget budget() {
		return this.budget;
	}

}
