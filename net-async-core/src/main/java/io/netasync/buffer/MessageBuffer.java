package io.netasync.buffer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A bounded, ordered buffer between many senders and one {@link MessageSink} that comes
 * and goes, or one that fetches messages when it wants to.
 * <p>
 * A message is in one of two queues. It <em>waits</em> until a sink that has room takes
 * it, and is <em>in flight</em> until the sink says that its last byte has left. When the
 * sink goes away, what is in flight goes back to the head of what waits, in order, and
 * the next sink gets it first: nothing is written twice by one sink and nothing that was
 * wholly written is handed over again.
 * <p>
 * What waits can still be dropped, for its age or by the overflow policy; what is in
 * flight can't. So with a policy that drops older messages no more than half of the
 * buffer is in flight at a time.
 * <p>
 * One thread at a time moves messages to the sink, without holding the lock, so that a
 * sink may be slow and may call back. It is the sender's own thread or, where the sink
 * blocks, one of the executor.
 *
 * @param <M> the type of the messages
 * @author net-async
 * @since 0.1.0
 */
public final class MessageBuffer<M> {

	/** Messages expire this much late at most: so many share one call of the timer. */
	private static final long EXPIRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final Executor executor;

	private final BufferTimer timer;

	private final MessageOutcome<M> outcome;

	private final ReentrantLock lock = new ReentrantLock();

	private final MessageQueue<M> queue;

	private final BufferRoom room;

	private final Placement<M> placement;

	private final Handover<M> handover;

	private long alarm = Slot.NEVER;

	private Runnable cancelAlarm = () -> {
	};

	/**
	 * Creates a buffer without a sink.
	 * @param policy its bounds
	 * @param runtime what it needs of the world around it
	 * @param outcome is told what became of each message that had been accepted
	 */
	public MessageBuffer(SendBufferPolicy policy, BufferRuntime runtime, MessageOutcome<M> outcome) {
		this.executor = runtime.executor();
		this.timer = runtime.timer();
		this.queue = new MessageQueue<>(runtime.budget());
		this.room = new BufferRoom(policy, this.queue, this.lock, runtime, this::flush);
		this.placement = new Placement<>(this.queue, this.room, this.timer);
		this.outcome = outcome;
		this.handover = new Handover<>(this.queue, this.room, this.timer, this.lock, outcome);
	}

	private void flush() {
		this.handover.flush();
	}

	/**
	 * Accepts a message for sending, or drops it or others in its favour, as the policy
	 * says.
	 * @param message the message
	 * @param terms on what terms
	 * @throws SendRefusedException if the message was not accepted
	 */
	public void offer(M message, MessageTerms terms) {
		act(() -> {
			this.placement.admit(message, terms);
			setAlarm();
			return this.handover.claim();
		}, this.executor);
	}

	private void setAlarm() {
		long earliest = this.queue.earliest();
		if (earliest < this.alarm) {
			this.alarm = earliest;
			this.cancelAlarm.run();
			this.cancelAlarm = this.timer.after(Math.max(EXPIRY_NANOS, earliest - this.timer.now()), this::alarm);
		}
	}

	private void alarm() {
		act(() -> {
			this.alarm = Slot.NEVER;
			this.placement.expire();
			this.room.freed();
			setAlarm();
			return false;
		}, this.executor);
	}

	/**
	 * Takes a new sink: it gets what was in flight first, then what waits.
	 * @param newSink where messages go from now on
	 */
	public void attach(MessageSink<M> newSink) {
		attach(newSink, this.executor);
	}

	/**
	 * Takes a new sink, as {@link #attach(MessageSink)} does, on a thread that has other
	 * things to do than to move what waits.
	 * @param newSink where messages go from now on
	 * @param drainer moves what waits
	 */
	public void attach(MessageSink<M> newSink, Executor drainer) {
		act(() -> {
			this.handover.attach(newSink);
			return this.handover.claim();
		}, drainer);
	}

	/**
	 * Gives up a sink, if it is the current one. It must not complete any message after
	 * this but the one it is just taking.
	 * @param oldSink the sink that is gone
	 */
	public void detach(MessageSink<M> oldSink) {
		act(() -> {
			this.handover.detach(oldSink);
			setAlarm();
			return false;
		}, this.executor);
	}

	/**
	 * Stops handing messages to the current sink without taking back what is in flight.
	 * Messages wait until {@link #attach} names the next sink.
	 * @return {@code true} when nothing is in flight
	 */
	public boolean pause() {
		return locked(() -> {
			this.handover.pause();
			return this.queue.inFlight() == 0;
		});
	}

	/**
	 * Goes on after the sink has room again.
	 */
	public void resume() {
		act(this.handover::claim, this.executor);
	}

	/**
	 * Records that the last byte of the message has left. Messages mostly leave in the
	 * order in which the sink got them. One that left while its sink was being detached
	 * is not handed over again.
	 * @param message the message
	 */
	public void written(M message) {
		boolean drain;
		this.lock.lock();
		try {
			if (!this.queue.complete(message)) {
				return;
			}
			this.room.freed();
			drain = this.handover.claimAfterWrite();
		}
		finally {
			this.lock.unlock();
		}
		this.outcome.sent(message);
		if (drain) {
			this.executor.execute(this.handover::drain);
		}
	}

	/**
	 * Records that the last bytes of several messages have left, as
	 * {@link #written(Object)} does of one.
	 * @param messages the messages, in the order in which the sink got them
	 */
	public void written(Collection<M> messages) {
		List<M> sent;
		boolean drain;
		this.lock.lock();
		try {
			sent = this.queue.complete(messages);
			this.room.freed();
			drain = !sent.isEmpty() && this.handover.claimAfterWrite();
		}
		finally {
			this.lock.unlock();
		}
		sent.forEach(this.outcome::sent);
		if (drain) {
			this.executor.execute(this.handover::drain);
		}
	}

	/**
	 * Records that the message can't leave, and that it is the message's fault. It is
	 * given up, or stays for the next sink if it has tries left.
	 * @param message the message
	 * @param cause why it can't
	 */
	public void refused(M message, Throwable cause) {
		boolean failed = locked(() -> {
			boolean givenUp = this.queue.refuse(message, this.room.policy().retryLimit());
			this.room.freed();
			return givenUp;
		});
		if (failed) {
			this.outcome.failed(message, cause);
		}
	}

	/**
	 * Takes out the next message without a sink; it counts as sent.
	 * @return the message, {@code null} if none waits
	 */
	public @Nullable M poll() {
		M message;
		List<MessageTally.Drop<M>> drops;
		this.lock.lock();
		try {
			message = this.queue.poll(this.timer);
			this.room.freed();
			drops = this.queue.tally().untold();
		}
		finally {
			this.lock.unlock();
		}
		MessageTally.tell(drops, this.outcome);
		return message;
	}

	/**
	 * Changes the bounds and what happens at them. What is in the buffer stays.
	 * @param policy the new policy
	 */
	public void policy(SendBufferPolicy policy) {
		act(() -> {
			this.room.policy(policy);
			return this.handover.claim();
		}, this.executor);
	}

	/**
	 * Drops what waits; what is in flight goes on.
	 * @param reason why
	 * @return how many messages were dropped
	 */
	public int dropWaiting(DropReason reason) {
		int[] count = new int[1];
		act(() -> {
			count[0] = this.queue.dropWaiting(reason);
			this.room.freed();
			return false;
		}, this.executor);
		return count[0];
	}

	/**
	 * Gives up a message that waits; the outcome is not told.
	 * @param message the message
	 * @return {@code false} if it does not wait: it is in flight or has left
	 */
	public boolean withdraw(M message) {
		return locked(() -> {
			boolean withdrawn = this.queue.withdraw(message);
			this.room.freed();
			return withdrawn;
		});
	}

	/**
	 * Gives up the message that is just being handed to the sink; the outcome is not
	 * told.
	 * @param message the message, which the sink did not take
	 */
	public void discard(M message) {
		this.lock.lock();
		try {
			this.queue.discard(message);
			this.room.freed();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Drops a message that was handed to the sink.
	 * @param message the message, which the sink did not send
	 * @param reason why
	 */
	public void drop(M message, DropReason reason) {
		act(() -> {
			this.queue.dropInFlight(message, reason);
			this.room.freed();
			return false;
		}, this.executor);
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
			this.cancelAlarm.run();
			this.alarm = Slot.NEVER;
		}
		finally {
			this.lock.unlock();
		}
		given.forEach((message) -> this.outcome.failed(message, cause));
		return given.size();
	}

	/**
	 * Tells whether nothing is in the buffer.
	 * @return {@code true} if so
	 */
	public boolean isEmpty() {
		return locked(() -> this.queue.pending() == 0);
	}

	/**
	 * Returns what became of the messages so far, exact at this moment.
	 * @return the ledger
	 */
	public Ledger ledger() {
		return locked(() -> this.queue.ledger());
	}

	/**
	 * Returns how often the buffer has become empty: a buffer for which this does not
	 * change has not been empty in between.
	 * @return the count
	 */
	public long timesEmptied() {
		return locked(() -> this.queue.tally().timesEmptied());
	}

	private <T> T locked(Supplier<T> work) {
		this.lock.lock();
		try {
			return work.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Changes the buffer with the lock held, then does without it what follows from the
	 * change.
	 * @param change makes the change; returns whether this thread is to drain
	 * @param drainer drains
	 */
	private void act(BooleanSupplier change, Executor drainer) {
		boolean drain = false;
		List<MessageTally.Drop<M>> drops;
		this.lock.lock();
		try {
			drain = change.getAsBoolean();
		}
		finally {
			drops = this.queue.tally().untold();
			this.lock.unlock();
			MessageTally.tell(drops, this.outcome);
		}
		if (drain) {
			drainer.execute(this.handover::drain);
		}
	}

}
