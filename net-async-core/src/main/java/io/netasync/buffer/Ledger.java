package io.netasync.buffer;

/**
 * What became of the messages given to a send buffer, taken at one moment:
 * {@code accepted = sent + dropped + failed + pending} holds in every ledger.
 *
 * @param accepted messages taken into the buffer, or dropped in its stead by the policy
 * @param sent messages whose last byte reached the kernel
 * @param dropped messages dropped by a policy
 * @param failed messages given up after they had been accepted
 * @param refused messages that never got in; not part of {@code accepted}
 * @param pending messages in the buffer
 * @param pendingBytes what they take on the wire
 * @param sentBytes bytes of the messages sent
 * @author net-async
 * @since 0.1.0
 */
public record Ledger(long accepted, long sent, Drops dropped, long failed, long refused, long pending,
		long pendingBytes, long sentBytes) {

	/** Nothing yet. */
	public static final Ledger EMPTY = new Ledger(0, 0, Drops.NONE, 0, 0, 0, 0, 0);

	/**
	 * Adds another buffer's ledger to this one.
	 * @param other the other ledger
	 * @return the sum
	 */
	public Ledger plus(Ledger other) {
		return new Ledger(this.accepted + other.accepted, this.sent + other.sent, this.dropped.plus(other.dropped),
				this.failed + other.failed, this.refused + other.refused, this.pending + other.pending,
				this.pendingBytes + other.pendingBytes, this.sentBytes + other.sentBytes);
	}

}
