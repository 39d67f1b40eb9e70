package io.netasync.buffer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The messages of a {@link SendBuffer}, those that wait before those in flight are done,
 * and the count of what became of them. Not thread-safe: the buffer's lock guards it.
 *
 * @param <M> the type of the messages
 * @author net-async
 */
final class SendQueue<M> {

	private final Deque<Slot<M>> waiting = new ArrayDeque<>();

	private final Deque<Slot<M>> inFlight = new ArrayDeque<>();

	private long accepted;

	private long sent;

	private long failed;

	private long refused;

	private long pendingBytes;

	private long sentBytes;

	void accept(M message, long bytes) {
		this.accepted++;
		this.pendingBytes += bytes;
		this.waiting.add(new Slot<>(message, bytes));
	}

	void refuse() {
		this.refused++;
	}

	/**
	 * Moves the next message that waits into flight.
	 * @return the message, or {@code null} if none waits
	 */
	@Nullable Slot<M> launch() {
		Slot<M> slot = this.waiting.pollFirst();
		if (slot != null) {
			this.inFlight.addLast(slot);
		}
		return slot;
	}

	/**
	 * Moves what is in flight back to the head of what waits.
	 */
	void takeBack() {
		while (!this.inFlight.isEmpty()) {
			this.waiting.addFirst(this.inFlight.removeLast());
		}
	}

	/**
	 * Removes a message that has been sent: the first in flight or, if it left while it
	 * was taken back, the first that waits.
	 * @param message the message
	 * @return {@code false} if it is neither
	 */
	boolean complete(M message) {
		Slot<M> slot = pollIfHead(this.inFlight, message);
		if (slot == null) {
			slot = pollIfHead(this.waiting, message);
		}
		if (slot == null) {
			return false;
		}
		this.sent++;
		this.sentBytes += slot.bytes;
		this.pendingBytes -= slot.bytes;
		return true;
	}

	private static <M> @Nullable Slot<M> pollIfHead(Deque<Slot<M>> queue, M message) {
		Slot<M> head = queue.peekFirst();
		return (head != null && head.message == message) ? queue.removeFirst() : null;
	}

	/**
	 * Gives up a message in flight.
	 * @param slot the message
	 * @return {@code false} if it is not in flight
	 */
	boolean fail(Slot<M> slot) {
		if (!this.inFlight.removeLastOccurrence(slot)) {
			return false;
		}
		this.failed++;
		this.pendingBytes -= slot.bytes;
		return true;
	}

	/**
	 * Gives up every message.
	 * @return the messages, in order
	 */
	List<M> failAll() {
		takeBack();
		List<M> given = new ArrayList<>(this.waiting.size());
		this.waiting.forEach((slot) -> given.add(slot.message));
		this.waiting.clear();
		this.failed += given.size();
		this.pendingBytes = 0;
		return given;
	}

	boolean hasWaiting() {
		return !this.waiting.isEmpty();
	}

	boolean hasInFlight() {
		return !this.inFlight.isEmpty();
	}

	int pending() {
		return this.waiting.size() + this.inFlight.size();
	}

	long pendingBytes() {
		return this.pendingBytes;
	}

	Ledger ledger() {
		return new Ledger(this.accepted, this.sent, this.failed, this.refused, pending(), this.pendingBytes,
				this.sentBytes);
	}

	/**
	 * A message and what it takes on the wire.
	 *
	 * @param <M> the type of the message
	 */
	static final class Slot<M> {

		private final M message;

		private final long bytes;

		private Slot(M message, long bytes) {
			this.message = message;
			this.bytes = bytes;
		}

		M message() {
			return this.message;
		}

	}

}
