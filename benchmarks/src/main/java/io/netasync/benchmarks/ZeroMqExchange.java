package io.netasync.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.HdrHistogram.Histogram;

/**
 * Messages that come back, so many under way at a time: each that is back brings the next
 * one. Replies may come in any order and by any thread, each must come once.
 *
 * @author net-async
 */
final class ZeroMqExchange {

	private static final long PATIENCE_SECONDS = 30;

	private final int window;

	private final long nanos;

	/** Which message is under way, by its remainder. */
	private final long[] expected;

	private final AtomicLong replies = new AtomicLong();

	private final CountDownLatch ended;

	private final CountDownLatch connected = new CountDownLatch(1);

	private final Histogram times = new Histogram(3);

	private volatile long start;

	private long sentAt;

	private volatile long took;

	ZeroMqExchange(int window, long nanos) {
		this.window = window;
		this.nanos = nanos;
		this.expected = new long[window];
		this.ended = new CountDownLatch(window);
	}

	int window() {
		return this.window;
	}

	/**
	 * Sends the first messages.
	 * @param sender sends a payload
	 */
	void start(Consumer<byte[]> sender) {
		this.start = System.nanoTime();
		for (int number = 0; number < this.window; number++) {
			send(number, sender);
		}
	}

	/**
	 * Sends messages that do not count until one is back: a connection without a
	 * handshake takes what was sent to it with it.
	 * @param sender sends a payload
	 * @throws InterruptedException if interrupted
	 */
	void connect(Consumer<byte[]> sender) throws InterruptedException {
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (System.nanoTime() - until < 0) {
			sender.accept(RequestLoad.payload(ZeroMqArrivals.PROBE));
			if (this.connected.await(2L * ZeroMqLibrary.HANDSHAKE, TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		throw new IllegalStateException("Not connected");
	}

	private void send(long number, Consumer<byte[]> sender) {
		this.expected[(int) (number % this.window)] = number;
		if (this.window == 1) {
			this.sentAt = System.nanoTime();
		}
		sender.accept(RequestLoad.payload(number));
	}

	/**
	 * Takes a reply, and sends the next message unless the time is over.
	 * @param reply the payload of the reply
	 * @param sender sends a payload
	 */
	void replied(byte[] reply, Consumer<byte[]> sender) {
		long number = number(reply);
		if (number == ZeroMqArrivals.PROBE) {
			this.connected.countDown();
			return;
		}
		if (reply.length != RequestLoad.payload(0).length || number < 0
				|| this.expected[(int) (number % this.window)] != number) {
			throw new IllegalStateException("A reply is damaged or came twice");
		}
		this.replies.incrementAndGet();
		long now = System.nanoTime();
		if (this.window == 1) {
			this.times.recordValue(now - this.sentAt);
		}
		if (now - this.start < this.nanos) {
			send(number + this.window, sender);
			return;
		}
		this.expected[(int) (number % this.window)] = -1;
		this.took = now - this.start;
		this.ended.countDown();
	}

	/**
	 * Returns the number of a message.
	 * @param payload its payload
	 * @return the number that {@link RequestLoad#payload} made it of
	 */
	static long number(byte[] payload) {
		return Long.reverseBytes(ByteBuffer.wrap(payload).getLong());
	}

	boolean hasEnded() {
		return this.ended.getCount() == 0;
	}

	void await() throws InterruptedException {
		if (!this.ended.await(this.nanos + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS), TimeUnit.NANOSECONDS)) {
			throw new IllegalStateException("Only %d replies came".formatted(this.replies.get()));
		}
	}

	/**
	 * Tells how it went.
	 * @return nanoseconds, replies, median and 99th percentile in microseconds
	 */
	@Override
	public String toString() {
		return "%d %d %s %s".formatted(this.took, this.replies.get(), this.times.getValueAtPercentile(50) / 1e3,
				this.times.getValueAtPercentile(99) / 1e3);
	}

}
