package io.netasync.buffer;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A list of messages of which any can be taken out at once. Not thread-safe.
 *
 * @param <M> the type of the messages
 * @author net-async
 */
final class Slots<M> {

	private @Nullable Slot<M> first;

	private @Nullable Slot<M> last;

	private int size;

	private long bytes;

	void addFirst(Slot<M> slot) {
		Slot<M> second = this.first;
		slot.next = second;
		this.first = slot;
		if (second != null) {
			second.previous = slot;
		}
		else {
			this.last = slot;
		}
		slot.list = this;
		count(1, slot.bytes);
	}

	void addLast(Slot<M> slot) {
		Slot<M> before = this.last;
		slot.previous = before;
		this.last = slot;
		if (before != null) {
			before.next = slot;
		}
		else {
			this.first = slot;
		}
		slot.list = this;
		count(1, slot.bytes);
	}

	/**
	 * Takes a slot out, which must be in this list.
	 * @param slot the slot
	 */
	void remove(Slot<M> slot) {
		if (slot.previous != null) {
			slot.previous.next = slot.next;
		}
		else {
			this.first = slot.next;
		}
		if (slot.next != null) {
			slot.next.previous = slot.previous;
		}
		else {
			this.last = slot.previous;
		}
		slot.list = null;
		slot.previous = null;
		slot.next = null;
		count(-1, -slot.bytes);
	}

	private void count(int slots, long more) {
		this.size += slots;
		this.bytes += more;
	}

	/**
	 * Puts another message into a slot of this list.
	 * @param slot the slot
	 * @param message the message
	 * @param size what it takes on the wire
	 * @param expiresAt when it expires
	 * @return the message that was there
	 */
	M replace(Slot<M> slot, M message, long size, long expiresAt) {
		M before = slot.message;
		count(0, size - slot.bytes);
		slot.message = message;
		slot.bytes = size;
		slot.expiresAt = expiresAt;
		slot.failures = 0;
		return before;
	}

	/**
	 * Visits every slot, which the visitor may take out.
	 * @param visitor visits
	 */
	void forEach(Consumer<Slot<M>> visitor) {
		Slot<M> slot = this.first;
		while (slot != null) {
			Slot<M> next = slot.next;
			visitor.accept(slot);
			slot = next;
		}
	}

	@Nullable Slot<M> find(M message) {
		Slot<M> slot = this.first;
		while (slot != null && slot.message != message) {
			slot = slot.next;
		}
		return slot;
	}

	@Nullable Slot<M> first() {
		return this.first;
	}

	@Nullable Slot<M> last() {
		return this.last;
	}

	int size() {
		return this.size;
	}

	long bytes() {
		return this.bytes;
	}

	boolean isEmpty() {
		return this.first == null;
	}

}
