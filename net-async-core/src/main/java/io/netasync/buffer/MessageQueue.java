package io.netasync.buffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netasync.memory.MemoryBudget;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a {@link MessageBuffer}, those that wait before those in flight are
 * done, and the count of what became of them. Not thread-safe: the buffer's lock guards
 * it.
 *
 * @param <M> the type of the messages
 * @author net-async
 */
final class MessageQueue<M> {

	private final MemoryBudget budget;

	private final Slots<M> waiting = new Slots<>();

	private final Slots<M> inFlight = new Slots<>();

	/** Those that wait and may be replaced, by their key. */
	private final Map<Object, Slot<M>> latest = new HashMap<>();

	private final MessageTally<M> tally = new MessageTally<>();

	/** Those just being handed over, in order. */
	private final List<Slot<M>> taking = new ArrayList<>();

	/** No message that waits expires before this. */
	private long earliest = Slot.NEVER;

	/** Of those in the queue, how many no policy drops. */
	private int kept;

	MessageQueue(MemoryBudget budget) {
		this.budget = budget;
	}

	void accept(M message, MessageTerms terms, long expiresAt) {
		this.tally.accepted();
		Slot<M> slot = new Slot<>(message, terms, expiresAt);
		this.kept += slot.kept ? 1 : 0;
		this.earliest = Math.min(this.earliest, expiresAt);
		this.waiting.addLast(slot);
		if (terms.key() != null) {
			this.latest.put(terms.key(), slot);
		}
		else if (!this.latest.isEmpty()) {
			// what comes after a message without a key must not overtake it
			this.latest.clear();
		}
	}

	/**
	 * Returns the message whose place a new one may take.
	 * @param key the key of the new one
	 * @return the older message with the key, or {@code null} if none waits
	 */
	@Nullable Slot<M> replaceable(@Nullable Object key) {
		Slot<M> slot = (key != null) ? this.latest.get(key) : null;
		return (slot != null && !slot.taking) ? slot : null;
	}

	void replace(Slot<M> slot, M message, MessageTerms terms, long expiresAt) {
		this.tally.accepted();
		this.earliest = Math.min(this.earliest, expiresAt);
		this.tally.dropped(this.waiting.replace(slot, message, terms.bytes(), expiresAt), DropReason.CONFLATED);
	}

	/**
	 * Counts a message as accepted and dropped at once.
	 * @param message the message
	 * @param reason why
	 */
	void drop(M message, DropReason reason) {
		this.tally.accepted();
		this.tally.dropped(message, reason);
	}

	/**
	 * Drops the oldest message that waits.
	 * @return {@code false} if none does
	 */
	boolean dropOldest() {
		Slot<M> slot = this.waiting.first();
		while (slot != null && !isDroppable(slot)) {
			slot = slot.next;
		}
		if (slot == null) {
			return false;
		}
		drop(slot, DropReason.OLDEST);
		return true;
	}

	int dropWaiting(DropReason reason) {
		int before = this.waiting.size();
		this.waiting.forEach((slot) -> {
			if (isDroppable(slot)) {
				drop(slot, reason);
			}
		});
		return before - this.waiting.size();
	}

	private boolean isDroppable(Slot<M> slot) {
		return !slot.taking && !slot.kept;
	}

	/**
	 * Drops what has expired.
	 * @param now the time now
	 */
	void expire(long now) {
		this.earliest = Slot.NEVER;
		this.waiting.forEach((slot) -> {
			if (slot.isExpired(now) && !slot.taking) {
				drop(slot, DropReason.EXPIRED);
			}
			else {
				this.earliest = Math.min(this.earliest, slot.expiresAt);
			}
		});
	}

	private void drop(Slot<M> slot, DropReason reason) {
		leave(this.waiting, slot);
		this.tally.dropped(slot.message, reason);
	}

	/**
	 * Moves the next message that waits and has not expired into flight.
	 * @param timer tells the time
	 * @return the message, or {@code null} if none waits
	 */
	@Nullable Slot<M> launch(BufferTimer timer) {
		Slot<M> slot = this.waiting.first();
		while (slot != null && slot.expiresAt != Slot.NEVER && slot.isExpired(timer.now())) {
			drop(slot, DropReason.EXPIRED);
			slot = this.waiting.first();
		}
		if (slot != null) {
			this.waiting.remove(slot);
			forget(slot);
			this.inFlight.addLast(slot);
			slot.taking = true;
			this.taking.add(slot);
		}
		return slot;
	}

	/**
	 * Notes that the messages launched last have been handed over.
	 */
	void taken() {
		this.taking.forEach((slot) -> slot.taking = false);
		this.taking.clear();
	}

	/**
	 * Notes that the messages launched last have been handed over, but for some that wait
	 * again.
	 * @param first how many have been
	 */
	void taken(int first) {
		for (int index = this.taking.size() - 1; index >= first; index--) {
			Slot<M> slot = this.taking.get(index);
			if (slot.list == this.inFlight) {
				this.inFlight.remove(slot);
				waitFirst(slot);
			}
		}
		taken();
	}

	/**
	 * Takes out the next message that waits and has not expired; it counts as sent.
	 * @param timer tells the time
	 * @return the message, or {@code null} if none waits
	 */
	@Nullable M poll(BufferTimer timer) {
		Slot<M> slot = launch(timer);
		if (slot == null) {
			return null;
		}
		taken();
		complete(slot.message);
		return slot.message;
	}

	/**
	 * Moves what is in flight back to the head of what waits.
	 */
	void takeBack() {
		for (Slot<M> slot = this.inFlight.last(); slot != null; slot = this.inFlight.last()) {
			this.inFlight.remove(slot);
			waitFirst(slot);
		}
	}

	private void waitFirst(Slot<M> slot) {
		this.waiting.addFirst(slot);
		this.earliest = Math.min(this.earliest, slot.expiresAt);
	}

	/**
	 * Removes a message that has been sent: one in flight, most likely the first, or, if
	 * it left while it was taken back, the first that waits.
	 * @param message the message
	 * @return {@code false} if it is neither
	 */
	boolean complete(M message) {
		long bytes = finish(message);
		if (bytes < 0) {
			return false;
		}
		release(1, bytes);
		return true;
	}

	/**
	 * Removes messages that have been sent, as {@link #complete(Object)} does one.
	 * @param messages the messages
	 * @return those that were there
	 */
	List<M> complete(Collection<M> messages) {
		List<M> sent = new ArrayList<>(messages.size());
		long sum = 0;
		for (M message : messages) {
			long bytes = finish(message);
			if (bytes >= 0) {
				sent.add(message);
				sum += bytes;
			}
		}
		release(sent.size(), sum);
		return sent;
	}

	private long finish(M message) {
		boolean takenBack = !isFirst(this.inFlight, message) && isFirst(this.waiting, message);
		Slots<M> list = takenBack ? this.waiting : this.inFlight;
		Slot<M> slot = list.find(message);
		if (slot == null) {
			return -1;
		}
		remove(list, slot);
		this.tally.sent(slot.bytes);
		return slot.bytes;
	}

	/**
	 * Drops a message in flight.
	 * @param message the message
	 * @param reason why
	 */
	void dropInFlight(M message, DropReason reason) {
		Slot<M> slot = this.inFlight.find(message);
		if (slot != null) {
			leave(this.inFlight, slot);
			this.tally.dropped(message, reason);
		}
	}

	private static <M> boolean isFirst(Slots<M> list, M message) {
		Slot<M> first = list.first();
		return first != null && first.message == message;
	}

	/**
	 * Gives up a message in flight, or lets it wait for another try.
	 * @param slot the message
	 * @param retryLimit how many tries it has after the first
	 * @return {@code false} if it is to be tried again, here or by another sink
	 */
	boolean fail(Slot<M> slot, int retryLimit) {
		if (slot.list != this.inFlight) {
			return false;
		}
		if (slot.failures++ < retryLimit) {
			this.inFlight.remove(slot);
			waitFirst(slot);
			return false;
		}
		leave(this.inFlight, slot);
		this.tally.failed();
		return true;
	}

	/**
	 * Gives up a message that was handed over, unless it has tries left; it then keeps
	 * its place.
	 * @param message the message
	 * @param retryLimit how many tries it has after the first
	 * @return {@code false} if it is to be tried again, or is not there
	 */
	boolean refuse(M message, int retryLimit) {
		Slot<M> handed = this.inFlight.find(message);
		Slot<M> slot = (handed != null) ? handed : this.waiting.find(message);
		if (slot == null || slot.taking || slot.failures++ < retryLimit) {
			return false;
		}
		leave((handed != null) ? this.inFlight : this.waiting, slot);
		this.tally.failed();
		return true;
	}

	/**
	 * Gives up a message that waits.
	 * @param message the message
	 * @return {@code false} if it does not wait
	 */
	boolean withdraw(M message) {
		Slot<M> slot = this.waiting.find(message);
		if (slot == null || slot.taking) {
			return false;
		}
		leave(this.waiting, slot);
		this.tally.failed();
		return true;
	}

	/**
	 * Gives up the message that is being handed over.
	 * @param message the message
	 */
	void discard(M message) {
		for (Slot<M> slot : this.taking) {
			if (slot.message == message && slot.list != null) {
				leave(slot.list, slot);
				this.tally.failed();
				return;
			}
		}
	}

	/**
	 * Gives up every message.
	 * @return the messages, in order
	 */
	List<M> failAll() {
		takeBack();
		List<M> given = new ArrayList<>(this.waiting.size());
		this.waiting.forEach((slot) -> {
			given.add(slot.message);
			this.tally.failed();
			leave(this.waiting, slot);
		});
		return given;
	}

	private void leave(Slots<M> list, Slot<M> slot) {
		remove(list, slot);
		release(1, slot.bytes);
	}

	private void remove(Slots<M> list, Slot<M> slot) {
		list.remove(slot);
		forget(slot);
		this.kept -= slot.kept ? 1 : 0;
		if (pending() == 0) {
			this.tally.emptied();
		}
	}

	private void release(int messages, long bytes) {
		this.budget.release(bytes + (long) messages * MemoryBudget.MESSAGE_OVERHEAD);
	}

	private void forget(Slot<M> slot) {
		if (slot.key != null) {
			this.latest.remove(slot.key, slot);
		}
	}

	boolean hasWaiting() {
		return !this.waiting.isEmpty();
	}

	int inFlight() {
		return this.inFlight.size();
	}

	long inFlightBytes() {
		return this.inFlight.bytes();
	}

	int pending() {
		return this.waiting.size() + this.inFlight.size();
	}

	/**
	 * Returns how many messages count against the bound.
	 * @return those in the queue without those that are kept in any case
	 */
	int bounded() {
		return pending() - this.kept;
	}

	long pendingBytes() {
		return this.waiting.bytes() + this.inFlight.bytes();
	}

	long earliest() {
		return this.earliest;
	}

	MessageTally<M> tally() {
		return this.tally;
	}

	Ledger ledger() {
		return this.tally.ledger(pending(), pendingBytes());
	}

}
