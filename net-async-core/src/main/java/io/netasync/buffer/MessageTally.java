package io.netasync.buffer;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts what became of the messages of a buffer, and remembers those dropped until they
 * are told. Not thread-safe: the buffer's lock guards it.
 *
 * @param <M> the type of the messages
 * @author net-async
 */
final class MessageTally<M> {

	private final long[] dropped = new long[DropReason.values().length];

	private List<Drop<M>> untold = new ArrayList<>();

	private long accepted;

	private long sent;

	private long sentBytes;

	private long failed;

	private long refused;

	private long emptied;

	void accepted() {
		this.accepted++;
	}

	void sent(long bytes) {
		this.sent++;
		this.sentBytes += bytes;
	}

	void failed() {
		this.failed++;
	}

	void refused() {
		this.refused++;
	}

	void dropped(M message, DropReason reason) {
		this.dropped[reason.ordinal()]++;
		this.untold.add(new Drop<>(message, reason));
	}

	void emptied() {
		this.emptied++;
	}

	/**
	 * Returns the messages dropped since this was asked for last.
	 * @return the messages; to be told without the lock
	 */
	List<Drop<M>> untold() {
		if (this.untold.isEmpty()) {
			return List.of();
		}
		List<Drop<M>> drops = this.untold;
		this.untold = new ArrayList<>();
		return drops;
	}

	static <M> void tell(List<Drop<M>> drops, MessageOutcome<M> outcome) {
		drops.forEach((drop) -> outcome.dropped(drop.message(), drop.reason()));
	}

	long timesEmptied() {
		return this.emptied;
	}

	Ledger ledger(int pending, long pendingBytes) {
		return new Ledger(this.accepted, this.sent, Drops.of(this.dropped), this.failed, this.refused, pending,
				pendingBytes, this.sentBytes);
	}

	/**
	 * A message that was dropped.
	 *
	 * @param <M> the type of the message
	 * @param message the message
	 * @param reason why
	 */
	record Drop<M>(M message, DropReason reason) {
	}

}
