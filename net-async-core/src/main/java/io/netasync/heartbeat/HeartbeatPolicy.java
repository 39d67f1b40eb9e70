package io.netasync.heartbeat;

import java.time.Duration;

import io.netasync.heartbeat.Decision.Cause;
import io.netasync.transport.KeepAlive;

import org.springframework.util.Assert;

/**
 * When to send a heartbeat and when a peer is dead.
 * <p>
 * Nothing is polled: each decision names the earliest moment at which another one could
 * be due, whatever happens until then. So a peer that fell silent is found out when
 * {@code timeout} is over, at most half an {@code interval} later if the check comes
 * late. A check that comes later still tells that this process was itself stopped, and
 * says nothing about the peer: it is then given half an {@code interval} to be heard.
 * Should {@code write-stall-timeout} be the shorter one, half of it counts instead.
 *
 * @param interval a heartbeat is sent when nothing was written for so long, zero for none
 * and no watch over the peer's silence
 * @param timeout a peer is dead when nothing was received for so long
 * @param writeStallTimeout a peer is dead when it took nothing of what is written for so
 * long, zero for no watch
 * @author net-async
 * @since 0.1.0
 */
public record HeartbeatPolicy(Duration interval, Duration timeout, Duration writeStallTimeout) {

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final int KEEP_ALIVE_PROBES = 3;

	public HeartbeatPolicy {
		check("interval", interval);
		check("timeout", timeout);
		check("write-stall-timeout", writeStallTimeout);
		Assert.isTrue(interval.isZero() || timeout.compareTo(interval) > 0,
				"'timeout' must be greater than 'interval'");
	}

	/**
	 * Returns the default policy: a heartbeat after 5 s, dead after 15 s of silence or 10
	 * s of a stalled write.
	 * @return the policy
	 */
	public static HeartbeatPolicy defaults() {
		return new HeartbeatPolicy(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(10));
	}

	/**
	 * Returns what is left where no heartbeat can be sent: the watch over writes that
	 * stall.
	 * @return the policy
	 */
	public HeartbeatPolicy withoutHeartbeats() {
		return new HeartbeatPolicy(Duration.ZERO, this.timeout, this.writeStallTimeout);
	}

	/**
	 * Returns what the kernel can do where no heartbeat can be sent: a probe when nothing
	 * has come for {@code interval}, so many more that a dead peer is found out when
	 * {@code timeout} is over, and no longer wait than that for what it does not
	 * acknowledge. The kernel counts in whole seconds.
	 * @return what TCP does, nothing if there is no interval
	 */
	public KeepAlive keepAlive() {
		if (this.interval.isZero()) {
			return KeepAlive.NONE;
		}
		Duration idle = seconds(this.interval);
		Duration between = seconds(this.timeout.minus(this.interval).dividedBy(KEEP_ALIVE_PROBES));
		return new KeepAlive(idle, between, KEEP_ALIVE_PROBES, this.timeout);
	}

	private static Duration seconds(Duration time) {
		return Duration.ofSeconds(Math.max(1, time.toSeconds()));
	}

	/**
	 * Returns whether there is anything to watch.
	 * @return {@code false} if no decision is ever needed
	 */
	public boolean enabled() {
		return heartbeats() || !this.writeStallTimeout.isZero();
	}

	/**
	 * Decides what to do about a connection.
	 * @param activity what the connection did last
	 * @param dueNanos when this check was to be made, as the decision before told
	 * @param nowNanos the time now, monotonic
	 * @return the decision
	 */
	public Decision decide(Activity activity, long dueNanos, long nowNanos) {
		boolean late = nowNanos - dueNanos > grace();
		if (!late && stallIn(activity, nowNanos) <= 0) {
			return new Decision.Dead(Cause.WRITE_STALLED);
		}
		if (!late && silenceIn(activity, nowNanos) <= 0) {
			return new Decision.Dead(Cause.HEARTBEAT_TIMEOUT);
		}
		boolean send = sendIn(activity, nowNanos) <= 0;
		Activity next = send ? afterHeartbeat(activity, nowNanos) : activity;
		long wait = Math.min(sendIn(next, nowNanos),
				Math.min(atLeastGrace(stallIn(next, nowNanos), late), atLeastGrace(silenceIn(next, nowNanos), late)));
		return send ? new Decision.SendHeartbeat(nowNanos + wait) : new Decision.Wait(nowNanos + wait);
	}

	private boolean heartbeats() {
		return !this.interval.isZero();
	}

	private long grace() {
		return Math.min(left(this.interval, 0), left(this.writeStallTimeout, 0)) / 2;
	}

	private long atLeastGrace(long wait, boolean late) {
		return late ? Math.max(wait, grace()) : wait;
	}

	private long sendIn(Activity activity, long now) {
		long idle = Math.min(now - activity.lastSentNanos(), now - activity.lastWriteProgressNanos());
		return left(this.interval, activity.writesPending() ? 0 : idle);
	}

	private long silenceIn(Activity activity, long now) {
		return left(heartbeats() ? this.timeout : Duration.ZERO,
				activity.readsPaused() ? 0 : now - activity.lastReceivedNanos());
	}

	private long stallIn(Activity activity, long now) {
		return left(this.writeStallTimeout, activity.writesPending() ? now - activity.lastWriteProgressNanos() : 0);
	}

	/**
	 * Returns how long it is until something has lasted for a limit. What does not last
	 * now may begin the next moment, so the full limit is then the earliest.
	 */
	private static long left(Duration limit, long lasted) {
		return limit.isZero() ? Long.MAX_VALUE / 2 : limit.toNanos() - lasted;
	}

	private static Activity afterHeartbeat(Activity activity, long now) {
		return new Activity(activity.lastReceivedNanos(), now, now, activity.writesPending(), activity.readsPaused());
	}

	private static void check(String name, Duration value) {
		Assert.isTrue(!value.isNegative(), () -> "'" + name + "' must not be negative");
		Assert.isTrue(value.compareTo(LONGEST) <= 0, () -> "'" + name + "' must not be greater than 365d");
	}

}
