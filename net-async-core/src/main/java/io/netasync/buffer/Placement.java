package io.netasync.buffer;

import io.netasync.buffer.MessageTerms.Claim;

/**
 * Finds a place for a new message: as the overflow policy says, at the cost of others, of
 * time, or of the message itself. Everything here is called with the buffer's lock held.
 *
 * @param <M> the type of the messages
 * @author net-async
 */
final class Placement<M> {

	private final MessageQueue<M> queue;

	private final BufferRoom room;

	private final BufferTimer timer;

	Placement(MessageQueue<M> queue, BufferRoom room, BufferTimer timer) {
		this.queue = queue;
		this.room = room;
		this.timer = timer;
	}

	/**
	 * Takes a message into the queue, or drops it.
	 * @param message the message
	 * @param terms on what terms
	 * @throws SendRefusedException if it is refused
	 */
	void admit(M message, MessageTerms terms) {
		if (terms.claim() == Claim.ALWAYS) {
			this.room.force(terms.bytes());
			this.queue.accept(message, terms, MessageTerms.NEVER);
			return;
		}
		SendBufferPolicy policy = this.room.policy();
		Overflow overflow = policy.overflow();
		long expiresAt = expiry(policy, terms);
		long nanos = (terms.claim() == Claim.WAIT && overflow == Overflow.BLOCK) ? policy.blockTimeout().toNanos() : 0;
		while (true) {
			this.room.check(terms.bytes());
			if (place(message, terms, expiresAt, overflow)) {
				return;
			}
			if (expire() || (overflow.dropsOlder() && this.queue.dropOldest())) {
				continue;
			}
			if (overflow.dropsOlder() || overflow == Overflow.DROP_NEWEST) {
				this.queue.drop(message, DropReason.NEWEST);
				return;
			}
			nanos = this.room.await(nanos);
		}
	}

	private boolean place(M message, MessageTerms terms, long expiresAt, Overflow overflow) {
		Slot<M> same = (overflow == Overflow.CONFLATE) ? this.queue.replaceable(terms.key()) : null;
		if (same != null) {
			boolean fits = this.room.take(0, terms.bytes() - same.bytes);
			if (fits) {
				this.queue.replace(same, message, terms, expiresAt);
			}
			return fits;
		}
		boolean fits = this.room.take(1, terms.bytes());
		if (fits) {
			this.queue.accept(message, terms, expiresAt);
		}
		return fits;
	}

	private long expiry(SendBufferPolicy policy, MessageTerms terms) {
		return policy.maxAge().isZero() ? terms.expiresAt()
				: Math.min(terms.expiresAt(), this.timer.now() + policy.maxAge().toNanos());
	}

	/**
	 * Drops what has expired.
	 * @return whether there was anything
	 */
	boolean expire() {
		if (this.queue.earliest() == Slot.NEVER) {
			return false;
		}
		int before = this.queue.pending();
		this.queue.expire(this.timer.now());
		return this.queue.pending() < before;
	}

}
