package io.netasync.buffer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.netasync.buffer.SendRefusedException.Reason;

/**
 * The room in a {@link SendBuffer}, and the wait for it. Everything here is called with
 * the buffer's lock held.
 *
 * @author net-async
 */
final class SendRoom {

	/** How long a sender waits at most before it looks for room itself. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final SendBufferPolicy policy;

	private final SendQueue<?> queue;

	private final Condition room;

	private final Condition empty;

	private final BooleanSupplier mayBlock;

	private final Runnable beforeWait;

	private boolean closed;

	private int waiting;

	SendRoom(SendBufferPolicy policy, SendQueue<?> queue, ReentrantLock lock, BooleanSupplier mayBlock,
			Runnable beforeWait) {
		this.policy = policy;
		this.queue = queue;
		this.room = lock.newCondition();
		this.empty = lock.newCondition();
		this.mayBlock = mayBlock;
		this.beforeWait = beforeWait;
	}

	/**
	 * Returns when there is room for a message.
	 * @param bytes what the message takes
	 * @param wait whether to wait for it
	 * @throws SendRefusedException if there is not
	 */
	void await(long bytes, boolean wait) {
		if (bytes > this.policy.maxBytes()) {
			throw refuse(Reason.BUFFER_FULL, "A message of %d bytes is more than the send buffer's 'max-size', %d"
				.formatted(bytes, this.policy.maxBytes()));
		}
		long nanos = this.policy.blockTimeout().toNanos();
		while (!this.closed && !has(bytes, 1)) {
			if (!wait || nanos <= 0 || !this.mayBlock.getAsBoolean()) {
				throw refuse(Reason.BUFFER_FULL,
						"The send buffer is full: %d messages, %d bytes, after waiting %s".formatted(
								this.queue.pending(), this.queue.pendingBytes(),
								wait ? this.policy.blockTimeout().toMillis() + " ms" : "not at all"));
			}
			nanos = await(nanos);
		}
		if (this.closed) {
			throw refuse(Reason.CLOSED, "Closed: nothing more is sent");
		}
	}

	private boolean has(long bytes, int messages) {
		return this.queue.pending() + messages <= this.policy.maxMessages()
				&& this.queue.pendingBytes() + bytes <= this.policy.maxBytes();
	}

	private long await(long nanos) {
		this.waiting++;
		this.beforeWait.run();
		try {
			long look = Math.min(nanos, LOOK_NANOS);
			return nanos - look + this.room.awaitNanos(look);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw refuse(Reason.INTERRUPTED, "Interrupted while waiting for room in the send buffer");
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
		if (this.waiting > 0 && has(this.policy.maxBytes() / 4, this.policy.maxMessages() / 4)) {
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

	private SendRefusedException refuse(Reason reason, String message) {
		this.queue.refuse();
		return new SendRefusedException(reason, message);
	}

}
