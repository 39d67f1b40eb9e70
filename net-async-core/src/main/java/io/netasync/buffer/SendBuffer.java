package io.netasync.buffer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.netasync.buffer.SendRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A bounded, ordered buffer between many senders and one {@link Sink} that comes and
 * goes.
 * <p>
 * A message is in one of two queues. It <em>waits</em> until a sink that has room takes
 * it, and is <em>in flight</em> until the sink says that its last byte has left. When the
 * sink goes away, what is in flight goes back to the head of what waits, in order, and
 * the next sink gets it first: nothing is written twice by one sink and nothing that was
 * wholly written is handed over again.
 * <p>
 * One thread at a time moves messages to the sink, without holding the lock, so that a
 * sink may be slow and may call back. It is the sender's own thread or, where the sink
 * blocks, one of the executor.
 *
 * @param <M> the type of the messages
 * @author net-async
 * @since 0.1.0
 */
public final class SendBuffer<M> {

	private final SendBufferPolicy policy;

	private final Executor executor;

	private final BooleanSupplier mayBlock;

	private final Outcome<M> outcome;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition room = this.lock.newCondition();

	private final Condition empty = this.lock.newCondition();

	private final Deque<Slot<M>> waiting = new ArrayDeque<>();

	private final Deque<Slot<M>> inFlight = new ArrayDeque<>();

	private @Nullable Sink<M> sink;

	private boolean paused;

	private boolean draining;

	private boolean closed;

	private int blocked;

	private long accepted;

	private long sent;

	private long failed;

	private long refused;

	private long pendingBytes;

	private long sentBytes;

	/**
	 * Creates a buffer without a sink.
	 * @param policy its bounds
	 * @param executor where messages are moved to the sink; {@code Runnable::run} for a
	 * sink that never blocks
	 * @param mayBlock tells whether the current thread may wait for room
	 * @param outcome is told what became of each message that had been accepted
	 */
	public SendBuffer(SendBufferPolicy policy, Executor executor, BooleanSupplier mayBlock, Outcome<M> outcome) {
		this.policy = policy;
		this.executor = executor;
		this.mayBlock = mayBlock;
		this.outcome = outcome;
	}

	/**
	 * Accepts a message for sending, waiting for room if the policy says so.
	 * @param message the message
	 * @param bytes what it takes on the wire
	 * @throws SendRefusedException if the message was not accepted
	 */
	public void offer(M message, long bytes) {
		offer(message, bytes, this.policy.overflow() == Overflow.BLOCK);
	}

	/**
	 * Accepts a message for sending if there is room for it now.
	 * @param message the message
	 * @param bytes what it takes on the wire
	 * @throws SendRefusedException if the message was not accepted
	 */
	public void offerNow(M message, long bytes) {
		offer(message, bytes, false);
	}

	private void offer(M message, long bytes, boolean wait) {
		boolean mine;
		this.lock.lock();
		try {
			if (bytes > this.policy.maxBytes()) {
				throw refuse(Reason.BUFFER_FULL, "A message of %d bytes is more than the send buffer's 'max-size', %d"
					.formatted(bytes, this.policy.maxBytes()));
			}
			awaitRoom(bytes, wait);
			this.accepted++;
			this.pendingBytes += bytes;
			this.waiting.add(new Slot<>(message, bytes));
			mine = claimDrain();
		}
		finally {
			this.lock.unlock();
		}
		if (mine) {
			this.executor.execute(this::drain);
		}
	}

	/**
	 * Takes a new sink: it gets what was in flight first, then what waits.
	 * @param newSink where messages go from now on
	 */
	public void attach(Sink<M> newSink) {
		this.lock.lock();
		try {
			if (this.sink != newSink) {
				takeBack();
			}
			this.sink = newSink;
			this.paused = false;
		}
		finally {
			this.lock.unlock();
		}
		resume();
	}

	/**
	 * Gives up a sink, if it is the current one. It must not complete any message after
	 * this but the one it is just taking.
	 * @param oldSink the sink that is gone
	 */
	public void detach(Sink<M> oldSink) {
		this.lock.lock();
		try {
			if (this.sink == oldSink) {
				this.sink = null;
				takeBack();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void takeBack() {
		while (!this.inFlight.isEmpty()) {
			this.waiting.addFirst(this.inFlight.removeLast());
		}
	}

	/**
	 * Stops handing messages to the current sink without taking back what is in flight.
	 * Messages wait until {@link #attach} names the next sink.
	 * @return {@code true} when nothing is in flight
	 */
	public boolean pause() {
		this.lock.lock();
		try {
			this.paused = true;
			return this.inFlight.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Goes on after the sink has room again.
	 */
	public void resume() {
		boolean mine;
		this.lock.lock();
		try {
			mine = claimDrain();
		}
		finally {
			this.lock.unlock();
		}
		if (mine) {
			this.executor.execute(this::drain);
		}
	}

	/**
	 * Records that the last byte of the message has left. Messages leave in the order in
	 * which the sink got them. One that left while its sink was being detached is not
	 * handed over again.
	 * @param message the message
	 */
	public void written(M message) {
		this.lock.lock();
		try {
			Slot<M> head = pollIfHead(this.inFlight, message);
			if (head == null) {
				head = pollIfHead(this.waiting, message);
			}
			if (head == null) {
				return;
			}
			this.sent++;
			this.sentBytes += head.bytes;
			release(head);
		}
		finally {
			this.lock.unlock();
		}
		this.outcome.sent(message);
	}

	private @Nullable Slot<M> pollIfHead(Deque<Slot<M>> queue, M message) {
		Slot<M> head = queue.peekFirst();
		return (head != null && head.message == message) ? queue.removeFirst() : null;
	}

	/**
	 * Accepts no more messages; senders that wait for room are refused.
	 */
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.room.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until nothing is in the buffer.
	 * @param timeout how long to wait
	 * @return {@code false} if there still is something
	 * @throws InterruptedException if interrupted
	 */
	public boolean awaitEmpty(Duration timeout) throws InterruptedException {
		long nanos = timeout.toNanos();
		this.lock.lockInterruptibly();
		try {
			while (pending() > 0 && nanos > 0) {
				nanos = this.empty.awaitNanos(nanos);
			}
			return pending() == 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives up every message in the buffer. To be called when no sink is attached.
	 * @param cause why
	 * @return how many there were
	 */
	public int failPending(Throwable cause) {
		List<Slot<M>> given;
		this.lock.lock();
		try {
			given = new ArrayList<>(this.inFlight);
			given.addAll(this.waiting);
			this.inFlight.clear();
			this.waiting.clear();
			this.failed += given.size();
			given.forEach(this::release);
		}
		finally {
			this.lock.unlock();
		}
		given.forEach((slot) -> this.outcome.failed(slot.message, cause));
		return given.size();
	}

	/**
	 * Returns what became of the messages so far, exact at this moment.
	 * @return the ledger
	 */
	public Ledger ledger() {
		this.lock.lock();
		try {
			return new Ledger(this.accepted, this.sent, this.failed, this.refused, pending(), this.pendingBytes,
					this.sentBytes);
		}
		finally {
			this.lock.unlock();
		}
	}

	private int pending() {
		return this.waiting.size() + this.inFlight.size();
	}

	private boolean claimDrain() {
		if (this.draining || this.paused || this.waiting.isEmpty() || this.sink == null) {
			return false;
		}
		this.draining = true;
		return true;
	}

	private void drain() {
		Sink<M> current = null;
		Slot<M> slot = null;
		while (true) {
			this.lock.lock();
			try {
				current = this.sink;
				slot = (current != null && !this.paused && current.isWritable()) ? this.waiting.pollFirst() : null;
				if (slot == null) {
					this.draining = false;
					return;
				}
				this.inFlight.addLast(slot);
			}
			finally {
				this.lock.unlock();
			}
			try {
				current.take(slot.message);
			}
			catch (RuntimeException ex) {
				giveUp(slot, current, ex);
			}
		}
	}

	private void giveUp(Slot<M> slot, Sink<M> current, RuntimeException cause) {
		this.lock.lock();
		try {
			if (!current.isOpen() || !this.inFlight.removeLastOccurrence(slot)) {
				return;
			}
			this.failed++;
			release(slot);
		}
		finally {
			this.lock.unlock();
		}
		this.outcome.failed(slot.message, cause);
	}

	private void release(Slot<M> slot) {
		this.pendingBytes -= slot.bytes;
		if (pending() == 0) {
			this.empty.signalAll();
		}
		if (this.blocked > 0 && hasRoom(this.policy.maxBytes() / 4, this.policy.maxMessages() / 4)) {
			this.room.signalAll();
		}
	}

	private boolean hasRoom(long bytes, int messages) {
		return pending() + messages <= this.policy.maxMessages() && this.pendingBytes + bytes <= this.policy.maxBytes();
	}

	private void awaitRoom(long bytes, boolean wait) {
		long nanos = this.policy.blockTimeout().toNanos();
		while (!this.closed && !hasRoom(bytes, 1)) {
			if (!wait || nanos <= 0 || !this.mayBlock.getAsBoolean()) {
				throw refuse(Reason.BUFFER_FULL, "The send buffer is full: %d messages, %d bytes, after waiting %s"
					.formatted(pending(), this.pendingBytes, wait ? this.policy.blockTimeout() : "not at all"));
			}
			nanos = awaitSignal(nanos);
		}
		if (this.closed) {
			throw refuse(Reason.CLOSED, "Closed: nothing more is sent");
		}
	}

	private long awaitSignal(long nanos) {
		this.blocked++;
		if (this.sink != null) {
			this.sink.flush();
		}
		try {
			return this.room.awaitNanos(Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(100)))
					+ Math.max(0, nanos - TimeUnit.MILLISECONDS.toNanos(100));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw refuse(Reason.INTERRUPTED, "Interrupted while waiting for room in the send buffer");
		}
		finally {
			this.blocked--;
		}
	}

	private SendRefusedException refuse(Reason reason, String message) {
		this.refused++;
		return new SendRefusedException(reason, message);
	}

	/**
	 * Where messages go.
	 *
	 * @param <M> the type of the messages
	 */
	public interface Sink<M> {

		/**
		 * Tells whether the sink takes another message now. When it does again after it
		 * did not, it must cause {@link SendBuffer#resume()}.
		 * @return {@code true} if there is room
		 */
		boolean isWritable();

		/**
		 * Tells whether the sink still works: an exception of {@link #take} is then the
		 * message's fault.
		 * @return {@code false} when it is about to be detached
		 */
		boolean isOpen();

		/**
		 * Takes the message; {@link SendBuffer#written} follows, now or later.
		 * @param message the message
		 */
		void take(M message);

		/**
		 * A sender waits for room: what was taken is to be written now. Called with the
		 * buffer's lock held, so it must not call back. Does nothing by default.
		 */
		default void flush() {
		}

	}

	/**
	 * What became of messages. Called without the lock.
	 *
	 * @param <M> the type of the messages
	 */
	public interface Outcome<M> {

		/**
		 * The last byte of the message has left.
		 * @param message the message
		 */
		void sent(M message);

		/**
		 * The message was given up.
		 * @param message the message
		 * @param cause why
		 */
		void failed(M message, Throwable cause);

	}

	private record Slot<M>(M message, long bytes) {

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
