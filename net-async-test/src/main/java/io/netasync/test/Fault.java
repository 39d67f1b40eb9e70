package io.netasync.test;

import java.time.Duration;

/**
 * What a {@link ChaosProxy} does to the bytes of one direction. The kinds are those of
 * toxiproxy's toxics, and they combine: each direction has at most one fault of a kind, a
 * second one replaces the first.
 * <p>
 * A fault is a plain value. Random ones carry their seed, and every connection starts the
 * sequence anew, so a failing test replays.
 *
 * @author net-async
 * @since 0.1.0
 * @see ChaosProxy#add(Fault)
 */
public sealed interface Fault {

	/**
	 * Delays bytes, and the end of the stream, by a fixed time.
	 * @param delay how long each byte is under way
	 * @return the fault
	 */
	static Fault latency(Duration delay) {
		return latency(delay, Duration.ZERO);
	}

	/**
	 * Delays bytes, and the end of the stream, by {@code delay} give or take
	 * {@code jitter}. Order is kept and throughput is not limited: any number of chunks
	 * are under way at once.
	 * @param delay how long a byte is under way on average
	 * @param jitter by how much that varies at most, not more than {@code delay}
	 * @return the fault
	 */
	static Fault latency(Duration delay, Duration jitter) {
		return new Latency(delay, jitter, 0);
	}

	/**
	 * Limits the throughput, paying before each write: {@code n} bytes take at least
	 * {@code n / bytesPerSecond} seconds.
	 * @param bytesPerSecond the rate
	 * @return the fault
	 */
	static Fault bandwidth(long bytesPerSecond) {
		return new Bandwidth(bytesPerSecond);
	}

	/**
	 * Passes bytes on in small writes.
	 * @param size the bytes in a write
	 * @param delay the pause after each write
	 * @return the fault
	 */
	static Fault slice(int size, Duration delay) {
		return new Slice(size, 0, delay, 0);
	}

	/**
	 * Holds back the end of a stream, not the bytes before it.
	 * @param delay how long a closed side looks open to the other
	 * @return the fault
	 */
	static Fault slowClose(Duration delay) {
		return new SlowClose(delay);
	}

	/**
	 * Closes the connection once so many bytes have passed.
	 * @param bytes how many bytes are delivered, counted from when the fault is added
	 * @return the fault
	 */
	static Fault limitData(long bytes) {
		return new LimitData(bytes);
	}

	/**
	 * Resets the connection at once: existing ones and each new one, which the client may
	 * see while it still connects.
	 * @return the fault
	 */
	static Fault reset() {
		return reset(Duration.ZERO);
	}

	/**
	 * Resets the connection after a while, counted from when the fault is added or the
	 * connection is opened, whichever is later.
	 * @param after how long the connection works
	 * @return the fault
	 */
	static Fault reset(Duration after) {
		return new Reset(after);
	}

	/**
	 * Accepts bytes and throws them away, and keeps the end of the stream to itself for
	 * as long as it lasts.
	 * @return the fault
	 */
	static Fault swallow() {
		return new Swallow(Duration.ZERO);
	}

	/**
	 * Accepts bytes and throws them away, then closes the connection: toxiproxy's
	 * "timeout".
	 * @param closeAfter how long bytes are thrown away; zero never closes
	 * @return the fault
	 */
	static Fault swallow(Duration closeAfter) {
		return new Swallow(closeAfter);
	}

	/**
	 * Moves no byte and closes nothing, like a stuck peer: the sender's bytes fill the
	 * socket buffers and then it blocks. Once the fault is removed all of them arrive.
	 * @return the fault
	 */
	static Fault freeze() {
		return new Freeze();
	}

	/**
	 * See {@link Fault#latency(Duration, Duration)}.
	 *
	 * @param delay how long a byte is under way on average
	 * @param jitter by how much that varies at most
	 * @param seed where the variation starts
	 */
	record Latency(Duration delay, Duration jitter, long seed) implements Fault {

		public Latency {
			Check.notNegative("delay", delay);
			Check.notNegative("jitter", jitter);
			Check.that(jitter.compareTo(delay) <= 0, "'jitter' must not be greater than 'delay'");
		}

	}

	/**
	 * See {@link Fault#bandwidth(long)}.
	 *
	 * @param bytesPerSecond the rate
	 */
	record Bandwidth(long bytesPerSecond) implements Fault {

		public Bandwidth {
			Check.that(bytesPerSecond > 0, "'bytesPerSecond' must be positive");
		}

	}

	/**
	 * See {@link Fault#slice(int, Duration)}.
	 *
	 * @param averageSize the bytes in a write on average
	 * @param variation by how much that varies at most, less than the average
	 * @param delay the pause after each write
	 * @param seed where the variation starts
	 */
	record Slice(int averageSize, int variation, Duration delay, long seed) implements Fault {

		public Slice {
			Check.that(averageSize > 0, "'averageSize' must be positive");
			Check.that(variation >= 0, "'variation' must not be negative");
			Check.that(variation < averageSize, "'variation' must be less than 'averageSize'");
			Check.notNegative("delay", delay);
		}

	}

	/**
	 * See {@link Fault#slowClose(Duration)}.
	 *
	 * @param delay how long a closed side looks open to the other
	 */
	record SlowClose(Duration delay) implements Fault {

		public SlowClose {
			Check.notNegative("delay", delay);
		}

	}

	/**
	 * See {@link Fault#limitData(long)}.
	 *
	 * @param bytes how many bytes are delivered
	 */
	record LimitData(long bytes) implements Fault {

		public LimitData {
			Check.that(bytes > 0, "'bytes' must be positive");
		}

	}

	/**
	 * See {@link Fault#reset(Duration)}.
	 *
	 * @param after how long the connection works
	 */
	record Reset(Duration after) implements Fault {

		public Reset {
			Check.notNegative("after", after);
		}

	}

	/**
	 * See {@link Fault#swallow(Duration)}.
	 *
	 * @param closeAfter how long bytes are thrown away; zero never closes
	 */
	record Swallow(Duration closeAfter) implements Fault {

		public Swallow {
			Check.notNegative("closeAfter", closeAfter);
		}

	}

	/**
	 * See {@link Fault#freeze()}.
	 */
	record Freeze() implements Fault {

	}

}
