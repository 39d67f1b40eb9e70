package io.netasync.server;

import java.time.Duration;

import io.netasync.event.DisconnectReason;
import io.netasync.server.Verdict.Action;
import io.netasync.transport.ConnectionActivity;
import org.jspecify.annotations.Nullable;

/**
 * Holds one connection to the limits. It is asked from time to time, and what it decides
 * depends on what it is told, not on how often it is asked. The time is handed in; one
 * thread at a time may use it.
 *
 * @author net-async
 */
final class ConnectionWatch {

	private boolean waiting;

	private long waitingSince;

	private long sentWhenOver;

	private long emptied;

	private boolean slow;

	private boolean rested;

	private long restedUntil;

	private boolean retiring;

	private boolean finished;

	private long retiringSince;

	/**
	 * Judges the connection.
	 * @param limits the limits as they are now
	 * @param grace how long a connection that is to end in an orderly way may take for it
	 * @param facts what is known of it
	 * @param now the time now
	 * @return what is to be done
	 */
	Verdict check(ServerLimits limits, Duration grace, ConnectionFacts facts, long now) {
		DisconnectReason reason = overdue(limits, facts, now);
		if (reason != null) {
			return Verdict.close(reason);
		}
		if (this.retiring || isOver(limits.maxAge(), facts.activity().openedNanos(), now)) {
			return retire(grace, facts, now);
		}
		return slowness(limits.slowConsumer(), facts, now);
	}

	/**
	 * Notes that nothing is expected of the connection at present: its times begin anew.
	 * @param now the time now
	 */
	void rest(long now) {
		this.waiting = false;
		this.rested = true;
		this.restedUntil = now;
	}

	private long since(long then) {
		return (this.rested && this.restedUntil - then > 0) ? this.restedUntil : then;
	}

	private @Nullable DisconnectReason overdue(ServerLimits limits, ConnectionFacts facts, long now) {
		ConnectionActivity activity = facts.activity();
		if (!activity.framed() && isOver(limits.firstFrameTimeout(), since(activity.openedNanos()), now)) {
			return DisconnectReason.FIRST_FRAME_TIMEOUT;
		}
		if (activity.inFrame() && isOver(limits.frameTimeout(), activity.frameSinceNanos(), now)) {
			return DisconnectReason.FRAME_TIMEOUT;
		}
		boolean quiet = !facts.handling() && facts.pending() == 0;
		return (quiet && isOver(limits.idleTimeout(), since(activity.lastMessageInNanos()), now)
				&& isOver(limits.idleTimeout(), activity.lastMessageOutNanos(), now)) ? DisconnectReason.IDLE : null;
	}

	private Verdict retire(Duration grace, ConnectionFacts facts, long now) {
		if (!this.retiring) {
			this.retiring = true;
			this.retiringSince = now;
			return new Verdict(Action.RETIRE, DisconnectReason.MAX_AGE);
		}
		if (now - this.retiringSince >= grace.toNanos()) {
			return Verdict.close(DisconnectReason.MAX_AGE);
		}
		if (this.finished || facts.handling() || facts.pending() > 0) {
			return Verdict.KEEP;
		}
		this.finished = true;
		return new Verdict(Action.FINISH, DisconnectReason.MAX_AGE);
	}

	private Verdict slowness(SlowConsumer limit, ConnectionFacts facts, long now) {
		// who takes as many as waited is not slow, even if there are always others
		// waiting
		boolean over = facts.emptied() != this.emptied || facts.sent() >= this.sentWhenOver;
		if (facts.pending() == 0 || !this.waiting || over) {
			this.emptied = facts.emptied();
			this.waiting = facts.pending() > 0;
			this.waitingSince = now;
			this.sentWhenOver = facts.sent() + facts.pending();
			this.slow = false;
			return Verdict.KEEP;
		}
		if (this.slow || !isOver(limit.after(), this.waitingSince, now)) {
			return Verdict.KEEP;
		}
		this.slow = true;
		// what is dropped is never taken: what waits after that is looked at anew
		this.waiting = limit.action() != SlowConsumer.Action.SHED;
		return Verdict.TELL_SLOW;
	}

	private static boolean isOver(Duration limit, long since, long now) {
		return !limit.isZero() && now - since >= limit.toNanos();
	}

}
