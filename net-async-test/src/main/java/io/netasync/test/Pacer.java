package io.netasync.test;

import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * Says when the next bytes of one direction go out, and how many: the policy of the
 * faults, apart from sockets and clocks.
 * <p>
 * Everything is asked for when it is needed, never planned ahead, so a changed fault also
 * holds for bytes under way: after a heal they go out at once. Times are nanoseconds on
 * any monotonic clock.
 *
 * @author net-async
 */
final class Pacer {

	/**
	 * How much a direction holds when nothing delays it: little, so that a slow reader
	 * slows the writer as without a proxy.
	 */
	static final int SHORT_WAY = 64 * 1024;

	/**
	 * How much is under way at most when there is latency, so that it doesn't throttle.
	 */
	static final int LONG_WAY = 8 * 1024 * 1024;

	/**
	 * Steps in which a bandwidth is handed out. A late write catches up one of them.
	 */
	private static final int STEPS_PER_SECOND = 50;

	private static final long SECOND = 1_000_000_000L;

	private Faults faults = Faults.NONE;

	private Fault.@Nullable Bandwidth bandwidth;

	private Fault.@Nullable Slice slice;

	private Fault.@Nullable LimitData limit;

	private Random latencyRandom = new Random(0);

	private Random sliceRandom = new Random(0);

	private int piece;

	private long freeAt;

	private long passed;

	private Demise demise = Demise.NEVER;

	/**
	 * Takes a changed set of faults. One that stays is not started anew.
	 * @param changed all faults of the direction
	 * @param now the time
	 */
	void faults(Faults changed, long now) {
		Faults before = this.faults;
		this.faults = changed;
		this.piece = 0;
		this.freeAt = now;
		this.bandwidth = changed.find(Fault.Bandwidth.class);
		this.slice = changed.find(Fault.Slice.class);
		this.limit = changed.find(Fault.LimitData.class);
		Fault.Latency latency = changed.find(Fault.Latency.class);
		if (latency != null && changed.differs(before, Fault.Latency.class)) {
			this.latencyRandom = new Random(latency.seed());
		}
		if (this.slice != null && changed.differs(before, Fault.Slice.class)) {
			this.sliceRandom = new Random(this.slice.seed());
		}
		if (changed.differs(before, Fault.LimitData.class)) {
			this.passed = 0;
		}
		this.demise = this.demise.under(before, changed, now);
	}

	boolean frozen() {
		return this.faults.has(Fault.Freeze.class);
	}

	boolean swallowing() {
		return this.faults.has(Fault.Swallow.class);
	}

	/**
	 * Returns when the faults end the connection, and how.
	 * @return the demise
	 */
	Demise demise() {
		return this.demise;
	}

	/**
	 * Returns whether the direction has delivered all it may.
	 * @return whether a limit is reached
	 */
	boolean exhausted() {
		return this.limit != null && this.passed >= this.limit.bytes();
	}

	int capacity() {
		return this.faults.has(Fault.Latency.class) ? LONG_WAY : SHORT_WAY;
	}

	/**
	 * Draws where in the jitter a chunk falls.
	 * @return a number from -1 to 1
	 */
	double luck() {
		return this.faults.has(Fault.Latency.class) ? this.latencyRandom.nextDouble() * 2 - 1 : 0;
	}

	/**
	 * Returns how many bytes to write next: the same number until they are written.
	 * @param available how many there are
	 * @return how many to write
	 */
	int piece(int available) {
		if (this.piece == 0) {
			this.piece = drawPiece();
		}
		return Math.min(this.piece, available);
	}

	private int drawPiece() {
		long size = Integer.MAX_VALUE;
		if (this.slice != null) {
			int variation = this.slice.variation();
			size = (long) this.slice.averageSize() + this.sliceRandom.nextInt(-variation, variation + 1);
		}
		if (this.bandwidth != null) {
			size = Math.min(size, Math.max(1, this.bandwidth.bytesPerSecond() / STEPS_PER_SECOND));
		}
		if (this.limit != null) {
			size = Math.min(size, this.limit.bytes() - this.passed);
		}
		return (int) size;
	}

	/**
	 * Returns when a piece is due.
	 * @param arrivedAt when its bytes arrived
	 * @param luck where in the jitter they fall
	 * @param bytes the size of the piece
	 * @return the time to write it
	 */
	long due(long arrivedAt, double luck, int bytes) {
		long start = Math.max(arrivedAt + latency(luck), this.freeAt);
		if (this.bandwidth == null) {
			return start;
		}
		return start + (long) Math.ceil((double) bytes * SECOND / this.bandwidth.bytesPerSecond());
	}

	private long latency(double luck) {
		long jitter = this.faults.nanos(Fault.Latency.class, Fault.Latency::jitter);
		return this.faults.nanos(Fault.Latency.class, Fault.Latency::delay) + (long) (luck * jitter);
	}

	/**
	 * Takes notice of a write.
	 * @param bytes how many were written
	 * @param due when they were due
	 * @param now when they were written
	 */
	void written(int bytes, long due, long now) {
		this.passed += bytes;
		this.piece = 0;
		long pause = this.faults.nanos(Fault.Slice.class, Fault.Slice::delay);
		this.freeAt = (pause > 0) ? now + pause : Math.max(due, now - SECOND / STEPS_PER_SECOND);
	}

	/**
	 * Returns when the end of the stream is passed on, once all bytes are.
	 * @param arrivedAt when the end arrived
	 * @return the time to close
	 */
	long endDue(long arrivedAt) {
		return arrivedAt + latency(0) + this.faults.nanos(Fault.SlowClose.class, Fault.SlowClose::delay);
	}

}
