package io.netasync.heartbeat;

import java.time.Duration;
import java.util.Random;

import io.netasync.heartbeat.Decision.Cause;
import io.netasync.heartbeat.Decision.Dead;
import io.netasync.heartbeat.Decision.SendHeartbeat;
import io.netasync.heartbeat.Decision.Wait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection to a peer that lives for a while and then freezes or takes nothing more,
 * checked against the rules at each step. Checks come first among simultaneous events,
 * and before everything that happened while this process was itself stopped.
 *
 * @author net-async
 */
class SimulatedConnection {

	private static final long NEVER = Long.MAX_VALUE;

	private static final long SECOND = 1_000_000_000L;

	private final Random random;

	private final long seed;

	private final long interval;

	private final long timeout;

	private final long stall;

	private final HeartbeatPolicy policy;

	private final long epoch;

	private final boolean stops;

	private final Cause end;

	private final long endsAt;

	private boolean ended;

	private long now;

	private long checkAt;

	private long due;

	private long received;

	private long sent;

	private long progress;

	private boolean pending;

	private boolean paused;

	private boolean wasStopped;

	private long peerAt;

	private long appAt;

	private long writtenAt = NEVER;

	private long readerAt;

	private long stopAt;

	SimulatedConnection(long seed, long start) {
		this.seed = seed;
		this.random = new Random(seed);
		this.interval = this.random.nextLong(2 * SECOND, 30 * SECOND);
		this.timeout = this.random.nextLong(3 * this.interval, 5 * this.interval);
		this.stall = this.random.nextLong(2 * this.interval, 4 * this.interval);
		this.policy = new HeartbeatPolicy(Duration.ofNanos(this.interval), Duration.ofNanos(this.timeout),
				Duration.ofNanos(this.stall));
		this.epoch = Long.MAX_VALUE - start - this.random.nextLong(100 * SECOND);
		this.stops = this.random.nextBoolean();
		this.end = this.random.nextBoolean() ? Cause.HEARTBEAT_TIMEOUT : Cause.WRITE_STALLED;
		this.endsAt = start + this.random.nextLong(2 * 86_400 * SECOND);
		open(start);
	}

	private void open(long start) {
		this.now = start;
		this.received = start;
		this.sent = start;
		this.progress = start;
		this.checkAt = start;
		this.due = start;
		this.peerAt = start + between(this.interval);
		this.appAt = start + between(this.interval);
		this.readerAt = start + between(100 * this.timeout);
		this.stopAt = this.stops ? start + between(20 * this.timeout) : NEVER;
	}

	long runUntilFoundDead() {
		while (true) {
			long next = Math.min(Math.min(this.peerAt, Math.min(this.appAt, this.writtenAt)),
					Math.min(Math.min(this.readerAt, this.stopAt), this.ended ? NEVER : this.endsAt));
			this.now = Math.max(this.now, Math.min(this.checkAt, next));
			if (this.checkAt <= next) {
				if (foundDead()) {
					return this.now;
				}
			}
			else {
				happen(next);
			}
		}
	}

	private void happen(long event) {
		if (event == this.peerAt) {
			this.received = this.paused ? this.received : this.now;
			this.peerAt = this.now + between(this.stops ? this.interval * 6 / 5 : this.timeout - 1);
		}
		else if (event == this.appAt) {
			write();
		}
		else if (event == this.writtenAt) {
			this.progress = this.now;
			this.pending = this.random.nextInt(5) > 0;
			this.writtenAt = this.pending ? nextProgress() : NEVER;
		}
		else if (event == this.readerAt) {
			this.paused = !this.paused;
			this.received = this.paused ? this.received : this.now;
			this.readerAt = this.now + between((this.paused ? 5 : 100) * this.timeout);
		}
		else if (event == this.stopAt) {
			stop();
		}
		else {
			end();
		}
	}

	private void write() {
		this.appAt = this.now + between((this.random.nextInt(10) == 0) ? 10 * this.interval : this.interval);
		this.sent = this.now;
		if (!this.pending) {
			this.progress = this.now;
			this.pending = !this.ended && this.random.nextInt(4) == 0;
			this.writtenAt = this.pending ? nextProgress() : NEVER;
		}
	}

	private long nextProgress() {
		return this.now + between(this.stops ? this.interval * 2 / 5 : this.stall - 1);
	}

	/**
	 * Stops this process: what was to happen meanwhile happens soon after it goes on.
	 */
	private void stop() {
		this.now += between(5 * this.timeout);
		this.wasStopped = true;
		this.stopAt = this.now + this.interval + between(20 * this.timeout);
		this.checkAt = Math.max(this.checkAt, this.now);
		this.peerAt = afterStop(this.peerAt);
		this.appAt = afterStop(this.appAt);
		this.writtenAt = afterStop(this.writtenAt);
		this.readerAt = afterStop(this.readerAt);
	}

	private long afterStop(long event) {
		return (event <= this.now) ? this.now + between(this.interval / 20) : event;
	}

	/**
	 * Lets the peer speak and take a last byte, and then freeze or take nothing more.
	 */
	private void end() {
		this.ended = true;
		this.stopAt = NEVER;
		this.readerAt = NEVER;
		this.writtenAt = NEVER;
		this.paused = false;
		this.received = this.now;
		this.progress = this.now;
		this.pending = this.end == Cause.WRITE_STALLED;
		this.peerAt = this.pending ? this.peerAt : NEVER;
		this.appAt = this.random.nextBoolean() ? NEVER : this.appAt;
	}

	private boolean foundDead() {
		long idle = this.now - Math.max(this.sent, this.progress);
		expect(this.wasStopped || this.pending || idle <= this.interval * 3 / 2, "idle for %d", idle);
		Activity activity = new Activity(this.epoch + this.received, this.epoch + this.sent, this.epoch + this.progress,
				this.pending, this.paused);
		Decision decision = this.policy.decide(activity, this.epoch + this.due, this.epoch + this.now);
		if (decision instanceof Dead dead) {
			checkDead(dead);
			return true;
		}
		this.wasStopped = false;
		if (decision instanceof SendHeartbeat heartbeat) {
			expect(!this.pending && idle >= this.interval, "needless heartbeat after %d", idle);
			this.sent = this.now;
			this.progress = this.now;
			this.due = heartbeat.nextCheckNanos() - this.epoch;
		}
		else {
			expect(this.pending || idle < this.interval, "missing heartbeat after %d", idle);
			this.due = ((Wait) decision).untilNanos() - this.epoch;
		}
		expect(this.due > this.now && this.due - this.now <= this.interval, "next check in %d", this.due - this.now);
		this.checkAt = this.due + ((this.random.nextInt(10) == 0) ? between(this.interval / 2) : 0);
		return false;
	}

	private void checkDead(Dead dead) {
		expect(this.ended, "%s while the peer lives", dead);
		expect(dead.cause() == this.end, "%s, not %s", dead, this.end);
		boolean stalled = this.end == Cause.WRITE_STALLED;
		long found = this.now - (stalled ? this.progress + this.stall : this.received + this.timeout);
		expect(found >= 0 && found <= this.interval / 2, "%s found %d late", dead, found);
	}

	private long between(long most) {
		return this.random.nextLong(most) + 1;
	}

	private void expect(boolean holds, String otherwise, Object... arguments) {
		if (!holds) {
			assertThat(holds).as("seed " + this.seed + ": " + otherwise, arguments).isTrue();
		}
	}

}
