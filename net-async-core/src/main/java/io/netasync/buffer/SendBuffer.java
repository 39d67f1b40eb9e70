package io.netasync.buffer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.netasync.buffer.SendQueue.Slot;
import org.jspecify.annotations.Nullable;

/**
 * A bounded, ordered buffer between many senders and one {@link SendSink} that comes and
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

	private final Overflow overflow;

	private final Executor executor;

	private final SendOutcome<M> outcome;

	private final ReentrantLock lock = new ReentrantLock();

	private final SendQueue<M> queue = new SendQueue<>();

	private final SendRoom room;

	private @Nullable SendSink<M> sink;

	private boolean paused;

	private boolean draining;

	/**
	 * Creates a buffer without a sink.
	 * @param policy its bounds
	 * @param executor where messages are moved to the sink; {@code Runnable::run} for a
	 * sink that never blocks
	 * @param mayBlock tells whether the current thread may wait for room
	 * @param outcome is told what became of each message that had been accepted
	 */
	public SendBuffer(SendBufferPolicy policy, Executor executor, BooleanSupplier mayBlock, SendOutcome<M> outcome) {
		this.overflow = policy.overflow();
		this.executor = executor;
		this.room = new SendRoom(policy, this.queue, this.lock, mayBlock, this::flushSink);
		this.outcome = outcome;
	}

	/**
	 * Accepts a message for sending, waiting for room if the policy says so.
	 * @param message the message
	 * @param bytes what it takes on the wire
	 * @throws SendRefusedException if the message was not accepted
	 */
	public void offer(M message, long bytes) {
		offer(message, bytes, this.overflow == Overflow.BLOCK);
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
			this.room.await(bytes, wait);
			this.queue.accept(message, bytes);
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
	public void attach(SendSink<M> newSink) {
		attach(newSink, this.executor);
	}

	/**
	 * Takes a new sink, as {@link #attach(SendSink)} does, on a thread that has other
	 * things to do than to move what waits.
	 * @param newSink where messages go from now on
	 * @param drainer moves what waits
	 */
	public void attach(SendSink<M> newSink, Executor drainer) {
		boolean mine;
		this.lock.lock();
		try {
			if (this.sink != newSink) {
				this.queue.takeBack();
			}
			this.sink = newSink;
			this.paused = false;
			mine = claimDrain();
		}
		finally {
			this.lock.unlock();
		}
		if (mine) {
			drainer.execute(this::drain);
		}
	}

	/**
	 * Gives up a sink, if it is the current one. It must not complete any message after
	 * this but the one it is just taking.
	 * @param oldSink the sink that is gone
	 */
	public void detach(SendSink<M> oldSink) {
		this.lock.lock();
		try {
			if (this.sink == oldSink) {
				this.sink = null;
				this.queue.takeBack();
			}
		}
		finally {
			this.lock.unlock();
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
			return !this.queue.hasInFlight();
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
			if (!this.queue.complete(message)) {
				return;
			}
			this.room.freed();
		}
		finally {
			this.lock.unlock();
		}
		this.outcome.sent(message);
	}

	/**
	 * Accepts no more messages; senders that wait for room are refused.
	 */
	public void close() {
		this.lock.lock();
		try {
			this.room.close();
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
		this.lock.lockInterruptibly();
		try {
			return this.room.awaitEmpty(timeout);
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
		List<M> given;
		this.lock.lock();
		try {
			given = this.queue.failAll();
			this.room.freed();
		}
		finally {
			this.lock.unlock();
		}
		given.forEach((message) -> this.outcome.failed(message, cause));
		return given.size();
	}

	/**
	 * Returns what became of the messages so far, exact at this moment.
	 * @return the ledger
	 */
	public Ledger ledger() {
		this.lock.lock();
		try {
			return this.queue.ledger();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void flushSink() {
		if (this.sink != null) {
			this.sink.flush();
		}
	}

	private boolean claimDrain() {
		if (this.draining || this.paused || this.sink == null || !this.queue.hasWaiting()) {
			return false;
		}
		this.draining = true;
		return true;
	}

	private void drain() {
		SendSink<M> current = null;
		Slot<M> slot = null;
		while (true) {
			this.lock.lock();
			try {
				current = this.sink;
				slot = (current != null && !this.paused && current.isWritable()) ? this.queue.launch() : null;
				if (current == null || slot == null) {
					this.draining = false;
					return;
				}
			}
			finally {
				this.lock.unlock();
			}
			try {
				current.take(slot.message());
			}
			catch (RuntimeException ex) {
				giveUp(slot, current, ex);
			}
		}
	}

	private void giveUp(Slot<M> slot, SendSink<M> current, RuntimeException cause) {
		this.lock.lock();
		try {
			if (!current.isOpen() || !this.queue.fail(slot)) {
				return;
			}
			this.room.freed();
		}
		finally {
			this.lock.unlock();
		}
		this.outcome.failed(slot.message(), cause);
	}

}
