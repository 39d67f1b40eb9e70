package io.netasync.buffer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.memory.MemoryBudget;

/**
 * The room in a {@link MessageBuffer}, and the wait for it. Everything here is called
 * with the buffer's lock held.
 *
 * @author net-async
 */
final class BufferRoom {

	/** How long a sender waits at most before it looks for room itself. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final MessageQueue<?> queue;

	private final MemoryBudget budget;

	private final Condition room;

	private final Condition empty;

	private final BooleanSupplier mayBlock;

	private final Runnable beforeWait;

	private SendBufferPolicy policy;

	private boolean closed;

	private int waiting;

	BufferRoom(SendBufferPolicy policy, MessageQueue<?> queue, ReentrantLock lock, BufferRuntime runtime,
			Runnable beforeWait) {
		this.policy = policy;
		this.queue = queue;
		this.budget = runtime.budget();
		this.room = lock.newCondition();
		this.empty = lock.newCondition();
		this.mayBlock = runtime.mayBlock();
		this.beforeWait = beforeWait;
	}

	/**
	 * Refuses what can never get in.
	 * @param bytes what a message takes
	 * @throws SendRefusedException if the buffer is closed or smaller than the message
	 */
	void check(long bytes) {
		if (this.closed) {
			throw refuse(Reason.CLOSED, "Closed: nothing more is sent");
		}
		if (bytes > this.policy.maxBytes()) {
			throw refuse(Reason.BUFFER_FULL, "A message of %d bytes is more than the buffer's 'max-size', %d"
				.formatted(bytes, this.policy.maxBytes()));
		}
	}

	/**
	 * Takes room if there is any.
	 * @param messages how many messages more
	 * @param bytes how many bytes more, may be negative
	 * @return {@code false} if there is none
	 */
	boolean take(int messages, long bytes) {
		if (!has(messages, bytes)) {
			return false;
		}
		long cost = bytes + (long) messages * MemoryBudget.MESSAGE_OVERHEAD;
		if (cost <= 0) {
			this.budget.release(-cost);
			return true;
		}
		return this.budget.tryTake(cost);
	}

	/**
	 * Takes room whether there is any or not.
	 * @param bytes how many bytes
	 */
	void force(long bytes) {
		this.budget.take(bytes + MemoryBudget.MESSAGE_OVERHEAD);
	}

	private boolean has(int messages, long bytes) {
		return this.queue.bounded() + messages <= this.policy.maxMessages()
				&& this.queue.pendingBytes() + bytes <= this.policy.maxBytes();
	}

	/**
	 * Waits for something to leave.
	 * @param nanos how long to wait at most, 0 for not at all
	 * @return how much of that is left
	 * @throws SendRefusedException if there is no time left or the thread may not wait
	 */
	long await(long nanos) {
		if (nanos <= 0 || !this.mayBlock.getAsBoolean()) {
			boolean waits = this.policy.overflow() == Overflow.BLOCK;
			String waited = waits ? "'block-timeout' of " + this.policy.blockTimeout().toMillis() + " ms"
					: "'overflow' is 'fail'";
			throw refuse(Reason.BUFFER_FULL,
					"The buffer is full: %d messages, %d bytes; %s".formatted(this.queue.pending(),
							this.queue.pendingBytes(), (nanos <= 0) ? waited : "an event loop does not wait"));
		}
		this.waiting++;
		this.beforeWait.run();
		try {
			long look = Math.min(nanos, LOOK_NANOS);
			return Math.max(0, nanos - look + this.room.awaitNanos(look));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw refuse(Reason.INTERRUPTED, "Interrupted while waiting for room in the buffer");
		}
		finally {
			this.waiting--;
		}
	}

	/**
	 * Is told that messages left. Senders are woken when a quarter of the room is free,
	 * as waking them for every message would cost more than the messages.
	 */
	void freed() {
		if (this.queue.pending() == 0) {
			this.empty.signalAll();
		}
		if (this.waiting > 0 && has(this.policy.maxMessages() / 4, this.policy.maxBytes() / 4)) {
			this.room.signalAll();
		}
	}

	boolean awaitEmpty(Duration timeout) throws InterruptedException {
		long nanos = timeout.toNanos();
		while (this.queue.pending() > 0 && nanos > 0) {
			nanos = this.empty.awaitNanos(nanos);
		}
		return this.queue.pending() == 0;
	}

	void close() {
		this.closed = true;
		this.room.signalAll();
	}

	void policy(SendBufferPolicy value) {
		this.policy = value;
		this.room.signalAll();
	}

	SendBufferPolicy policy() {
		return this.policy;
	}

	private SendRefusedException refuse(Reason reason, String message) {
		this.queue.tally().refused();
		return new SendRefusedException(reason, message);
	}

}
