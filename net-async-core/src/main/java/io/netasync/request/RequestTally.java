package io.netasync.request;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.netasync.request.RequestFailedException.Reason;

/**
 * Counts what became of requests, those of one client or of all connections of a server.
 * Thread-safe.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class RequestTally {

	private final LongAdder pending = new LongAdder();

	private final LongAdder replied = new LongAdder();

	private final LongAdder replyNanos = new LongAdder();

	private final LongAdder cancelled = new LongAdder();

	private final LongAdder late = new LongAdder();

	private final LongAdder[] failed = new LongAdder[Reason.values().length];

	/**
	 * Creates a tally of nothing.
	 */
	public RequestTally() {
		Arrays.setAll(this.failed, (reason) -> new LongAdder());
	}

	void begun() {
		this.pending.increment();
	}

	void replied(long nanos) {
		this.pending.decrement();
		this.replied.increment();
		this.replyNanos.add(nanos);
	}

	void failed(Reason reason) {
		this.pending.decrement();
		this.failed[reason.ordinal()].increment();
	}

	void cancelled() {
		this.pending.decrement();
		this.cancelled.increment();
	}

	void late() {
		this.late.increment();
	}

	/**
	 * Returns what there is now.
	 * @return the counts
	 */
	public RequestSnapshot snapshot() {
		Map<Reason, Long> counts = new EnumMap<>(Reason.class);
		for (Reason reason : Reason.values()) {
			counts.put(reason, this.failed[reason.ordinal()].sum());
		}
		return new RequestSnapshot(this.pending.intValue(), this.replied.sum(), this.replyNanos.sum(), counts,
				this.cancelled.sum(), this.late.sum());
	}

}
