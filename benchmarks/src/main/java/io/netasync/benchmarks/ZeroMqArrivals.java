package io.netasync.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The messages that arrive in one measurement. All must, in order. Those with a negative
 * number only show that there is a connection.
 *
 * @author net-async
 */
final class ZeroMqArrivals implements Consumer<byte[]> {

	/** The number of a message that does not count. */
	static final long PROBE = -1;

	private static final long PATIENCE_SECONDS = 120;

	private final CountDownLatch probed = new CountDownLatch(1);

	private final CountDownLatch complete = new CountDownLatch(1);

	private final long count;

	private long next;

	private long start;

	private volatile long took;

	ZeroMqArrivals(long count) {
		this.count = count;
	}

	@Override
	public void accept(byte[] payload) {
		long number = ZeroMqExchange.number(payload);
		if (number == PROBE) {
			this.probed.countDown();
			return;
		}
		if (number != this.next) {
			throw new IllegalStateException("Message %d came instead of %d".formatted(number, this.next));
		}
		if (this.next++ == 0) {
			this.start = System.nanoTime();
		}
		if (this.next == this.count) {
			this.took = System.nanoTime() - this.start;
			this.complete.countDown();
		}
	}

	boolean isProbed(long millis) throws InterruptedException {
		return this.probed.await(millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * Waits for the last message.
	 * @return the nanoseconds from the first to the last
	 * @throws InterruptedException if interrupted
	 */
	long await() throws InterruptedException {
		if (!this.complete.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Only %d of %d messages came".formatted(this.next, this.count));
		}
		return this.took;
	}

}
