package io.netasync.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Moves messages from the queue of a buffer to its sink: one thread at a time, without
 * holding the lock. Everything but {@link #drain()} is called with the lock held.
 *
 * @param <M> the type of the messages
 * @author net-async
 */
final class Handover<M> {

	/**
	 * With a policy that drops older messages, this part of the buffer may be in flight.
	 */
	private static final int WINDOW = 2;

	/** When no more than this part is in flight any more, the next messages go. */
	private static final int LOW_WINDOW = 4;

	private final MessageQueue<M> queue;

	private final BufferRoom room;

	private final BufferTimer timer;

	private final ReentrantLock lock;

	private final MessageOutcome<M> outcome;

	private @Nullable MessageSink<M> sink;

	private boolean paused;

	private boolean draining;

	Handover(MessageQueue<M> queue, BufferRoom room, BufferTimer timer, ReentrantLock lock, MessageOutcome<M> outcome) {
		this.queue = queue;
		this.room = room;
		this.timer = timer;
		this.lock = lock;
		this.outcome = outcome;
	}

	void attach(MessageSink<M> newSink) {
		if (this.sink != newSink) {
			this.queue.takeBack();
		}
		this.sink = newSink;
		this.paused = false;
	}

	void detach(MessageSink<M> oldSink) {
		if (this.sink == oldSink) {
			this.sink = null;
			this.queue.takeBack();
		}
	}

	void pause() {
		this.paused = true;
	}

	void flush() {
		if (this.sink != null) {
			this.sink.flush();
		}
	}

	/**
	 * Asks for the right to drain.
	 * @return {@code true} if the caller is to call {@link #drain()}
	 */
	boolean claim() {
		if (this.draining || this.paused || this.sink == null || !this.queue.hasWaiting() || !hasWindow(WINDOW)) {
			return false;
		}
		this.draining = true;
		return true;
	}

	/**
	 * Asks for the right to drain after a message has left, where messages had to wait
	 * for that.
	 * @return {@code true} if the caller is to call {@link #drain()}
	 */
	boolean claimAfterWrite() {
		return this.room.policy().overflow().dropsOlder() && hasWindow(LOW_WINDOW) && claim();
	}

	private boolean hasWindow(int part) {
		SendBufferPolicy policy = this.room.policy();
		return !policy.overflow().dropsOlder() || this.queue.inFlight() == 0
				|| (this.queue.inFlight() < policy.maxMessages() / part
						&& this.queue.inFlightBytes() < policy.maxBytes() / part);
	}

	/**
	 * Hands over messages for as long as there are any and the sink takes them. Called by
	 * the one thread that has claimed it.
	 */
	void drain() {
		List<Slot<M>> batch = new ArrayList<>();
		int handed = 0;
		while (true) {
			MessageSink<M> current;
			List<MessageTally.Drop<M>> drops;
			this.lock.lock();
			try {
				this.queue.taken(handed);
				current = this.sink;
				batch.clear();
				if (current != null && !this.paused && current.isWritable()) {
					launch(current.batch(), batch);
				}
				this.draining = !batch.isEmpty();
				drops = this.queue.tally().untold();
			}
			finally {
				this.lock.unlock();
			}
			MessageTally.tell(drops, this.outcome);
			if (current == null || batch.isEmpty()) {
				return;
			}
			handed = take(current, batch);
		}
	}

	private void launch(int most, List<Slot<M>> batch) {
		while (batch.size() < most && hasWindow(WINDOW)) {
			Slot<M> slot = this.queue.launch(this.timer);
			if (slot == null) {
				return;
			}
			batch.add(slot);
		}
	}

	/**
	 * Hands over messages, the first in any case.
	 * @param current takes them
	 * @param batch the messages
	 * @return how many were handed over
	 */
	private int take(MessageSink<M> current, List<Slot<M>> batch) {
		int handed = 0;
		while (handed < batch.size() && (handed == 0 || current.isWritable())) {
			Slot<M> slot = batch.get(handed++);
			try {
				current.take(slot.message);
			}
			catch (RuntimeException ex) {
				giveUp(slot, current, ex);
			}
			catch (Error ex) {
				// want of memory, most likely: whoever comes next goes on
				giveUp(slot, current, ex);
				abandon(handed);
				throw ex;
			}
		}
		return handed;
	}

	private void abandon(int handed) {
		this.lock.lock();
		try {
			this.queue.taken(handed);
			this.draining = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void giveUp(Slot<M> slot, MessageSink<M> current, Throwable cause) {
		this.lock.lock();
		try {
			if (!current.isOpen() || !this.queue.fail(slot, this.room.policy().retryLimit())) {
				return;
			}
			this.room.freed();
		}
		finally {
			this.lock.unlock();
		}
		this.outcome.failed(slot.message, cause);
	}

}
