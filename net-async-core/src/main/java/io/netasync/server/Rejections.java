package io.netasync.server;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.netasync.event.Endpoint;

/**
 * Counts the connections that were turned away and sums them up: for each reason there is
 * something to tell once a second at most, the first time at once. The time is handed in;
 * one thread at a time may use it.
 *
 * @author net-async
 */
final class Rejections {

	private static final long QUIET_NANOS = 1_000_000_000L;

	private final Map<RejectReason, Tally> tallies = new EnumMap<>(RejectReason.class);

	void add(RejectReason reason, Endpoint peer, long nowNanos) {
		Tally tally = this.tallies.computeIfAbsent(reason, (key) -> new Tally(peer, nowNanos));
		tally.total++;
		tally.untold++;
		tally.peer = peer;
	}

	/**
	 * Returns what there is to tell now, and takes it as told.
	 * @param nowNanos the time now
	 * @return a sum for each reason that is due
	 */
	List<Sum> due(long nowNanos) {
		List<Sum> due = new ArrayList<>();
		this.tallies.forEach((reason, tally) -> {
			if (tally.untold > 0 && nowNanos - tally.nextNanos >= 0) {
				due.add(new Sum(reason, tally.peer, tally.untold));
				tally.untold = 0;
				tally.nextNanos = nowNanos + QUIET_NANOS;
			}
		});
		return due;
	}

	/**
	 * Returns how many connections were turned away.
	 * @return the number for each property that said so
	 */
	Map<String, Long> totals() {
		Map<String, Long> totals = new TreeMap<>();
		this.tallies.forEach((reason, tally) -> totals.put(reason.property(), tally.total));
		return totals;
	}

	/**
	 * What there is to tell.
	 *
	 * @param reason why
	 * @param peer the last that was turned away
	 * @param count how many were since the last time
	 */
	record Sum(RejectReason reason, Endpoint peer, long count) {
	}

	private static final class Tally {

		private Endpoint peer;

		private long total;

		private long untold;

		private long nextNanos;

		Tally(Endpoint peer, long nowNanos) {
			this.peer = peer;
			this.nextNanos = nowNanos;
		}

	}

}
