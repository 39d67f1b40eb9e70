package io.netasync.test;

import org.jspecify.annotations.Nullable;

/**
 * When faults end a connection, and how.
 *
 * @param resetAt when the connection is reset
 * @param closeAt when the connection is closed
 * @author net-async
 */
record Demise(long resetAt, long closeAt) {

	static final Demise NEVER = new Demise(Long.MAX_VALUE, Long.MAX_VALUE);

	/**
	 * Returns the demise under changed faults: a new fault starts its time, one that
	 * stays keeps it.
	 * @param before the faults until now
	 * @param after the faults from now on
	 * @param now the time
	 * @return the demise
	 */
	Demise under(Faults before, Faults after, long now) {
		return new Demise(resetAt(before, after, now), closeAt(before, after, now));
	}

	private long resetAt(Faults before, Faults after, long now) {
		Fault.Reset reset = after.find(Fault.Reset.class);
		if (reset == null) {
			return Long.MAX_VALUE;
		}
		return after.differs(before, Fault.Reset.class) ? now + reset.after().toNanos() : this.resetAt;
	}

	private long closeAt(Faults before, Faults after, long now) {
		Fault.Swallow swallow = after.find(Fault.Swallow.class);
		if (swallow == null || swallow.closeAfter().isZero()) {
			return Long.MAX_VALUE;
		}
		return after.differs(before, Fault.Swallow.class) ? now + swallow.closeAfter().toNanos() : this.closeAt;
	}

	long at() {
		return Math.min(this.resetAt, this.closeAt);
	}

	/**
	 * Returns the ending that is due.
	 * @param now the time
	 * @return the ending, {@code null} if it isn't time yet
	 */
	@Nullable Ending due(long now) {
		if (this.resetAt <= now) {
			return Ending.RESET;
		}
		return (this.closeAt <= now) ? Ending.FIN : null;
	}

}
