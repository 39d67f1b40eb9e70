package io.netasync.demo.feed;

import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netasync.event.NetAsyncEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The account of the numbered messages, kept where they arrive.
 * <p>
 * A client writes its messages in order, each to one connection, and a connection
 * delivers what was written to it from the start. So the numbers between the last one of
 * a connection and the first one of the next were written to the former: they are lost
 * once it is closed, and still under way before that, be it in a frozen socket. Nothing
 * here depends on time.
 *
 * @author net-async
 */
@Component
public class Tally {

	private final BitSet seen = new BitSet();

	private final Map<String, Run> runs = new LinkedHashMap<>();

	private long sent;

	private long received;

	private long duplicated;

	private long outOfOrder;

	private long highest;

	synchronized long next() {
		return ++this.sent;
	}

	synchronized void refused() {
		this.sent--;
	}

	@EventListener
	void accepted(NetAsyncEvent.ConnectionAccepted event) {
		opened(event.connectionId());
	}

	@EventListener
	void disconnected(NetAsyncEvent.Disconnected event) {
		closed(event.connectionId());
	}

	synchronized void opened(String connection) {
		this.runs.computeIfAbsent(connection, (id) -> new Run(this.highest + 1, this.highest, true));
	}

	synchronized void received(String connection, long number) {
		if (this.seen.get(Math.toIntExact(number))) {
			this.duplicated++;
			return;
		}
		opened(connection);
		this.seen.set((int) number);
		this.received++;
		this.highest = Math.max(this.highest, number);
		this.runs.computeIfPresent(connection, (id, run) -> {
			this.outOfOrder += (!run.silent() && number < run.last()) ? 1 : 0;
			return run.with(number);
		});
	}

	synchronized void closed(String connection) {
		this.runs.computeIfPresent(connection, (id, run) -> run.silent() ? null : run.end());
	}

	/**
	 * Returns what is known at this moment.
	 * @return the count
	 */
	public synchronized Count count() {
		long lost = (this.sent > 0) ? lost() : 0;
		return new Count(this.sent, this.received, lost, this.duplicated, this.outOfOrder);
	}

	/**
	 * Returns which numbers each connection brought.
	 * @return the runs, by connection id
	 */
	public synchronized Map<String, Run> runs() {
		return new LinkedHashMap<>(this.runs);
	}

	private long lost() {
		List<Run> ordered = this.runs.values().stream().sorted(Comparator.comparingLong(Run::first)).toList();
		long lost = 0;
		Run before = new Run(0, 0, false);
		for (Run run : ordered) {
			lost += before.open() ? 0 : Math.max(0, run.first() - before.last() - 1);
			before = run;
		}
		return lost;
	}

	/**
	 * The numbers one connection brought.
	 *
	 * @param first the first of them
	 * @param last the last of them, less than the first if there is none yet
	 * @param open whether more may come
	 */
	public record Run(long first, long last, boolean open) {

		boolean silent() {
			return this.last < this.first;
		}

		private Run with(long number) {
			return new Run(silent() ? number : this.first, Math.max(this.last, number), this.open);
		}

		private Run end() {
			return new Run(this.first, this.last, false);
		}

	}

	/**
	 * What became of the messages. Those that are neither received nor lost are pending.
	 *
	 * @param sent accepted for sending
	 * @param received distinct messages that arrived
	 * @param lost can't arrive any more
	 * @param duplicated arrived another time
	 * @param outOfOrder arrived after a later one of the same connection
	 */
	public record Count(long sent, long received, long lost, long duplicated, long outOfOrder) {

		/**
		 * Returns how many messages are buffered or under way.
		 * @return the number
		 */
		public long pending() {
			return this.sent - this.received - this.lost;
		}

	}

}
