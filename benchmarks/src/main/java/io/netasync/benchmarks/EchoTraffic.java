package io.netasync.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;

/**
 * The messages of one connection, numbered. Each one that comes back is checked byte by
 * byte and must come back once; not all peers keep the order, so that is counted only.
 *
 * @author net-async
 */
final class EchoTraffic {

	private static final int LONGS = 8;

	private static final int PAYLOAD = LONGS * Long.BYTES;

	private static final int FRAME = Integer.BYTES + PAYLOAD;

	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	/** Less than a window, so that both ends have something to do. */
	private static final int READ = 16 * 1024;

	private final SocketChannel channel;

	private final ByteBuffer out;

	private final ByteBuffer in = ByteBuffer.allocateDirect(READ);

	private final Set<Long> ahead = new HashSet<>();

	private long sent;

	private long received;

	private long next;

	private long outOfOrder;

	EchoTraffic(SocketChannel channel, int window) {
		this.channel = channel;
		this.out = ByteBuffer.allocateDirect(window * FRAME);
	}

	void send(int count) throws IOException {
		this.out.clear();
		for (int i = 0; i < count; i++) {
			long number = this.sent++;
			this.out.putInt(PAYLOAD).putLong(number);
			for (int k = 1; k < LONGS; k++) {
				this.out.putLong((number + k) * SPREAD);
			}
		}
		this.out.flip();
		while (this.out.hasRemaining()) {
			this.channel.write(this.out);
		}
	}

	int receive() throws IOException {
		if (this.channel.read(this.in) < 0) {
			throw new EOFException("Closed after %d of %d messages".formatted(this.received, this.sent));
		}
		this.in.flip();
		int count = 0;
		while (this.in.remaining() >= FRAME) {
			check();
			count++;
		}
		this.in.compact();
		this.received += count;
		return count;
	}

	private void check() {
		int length = this.in.getInt();
		long number = this.in.getLong();
		boolean intact = length == PAYLOAD && number < this.sent;
		for (int k = 1; k < LONGS; k++) {
			intact &= this.in.getLong() == (number + k) * SPREAD;
		}
		if (!intact || number < this.next || !inOrder(number)) {
			throw new IllegalStateException("Message %d of %d is damaged or came twice".formatted(number, this.sent));
		}
	}

	private boolean inOrder(long number) {
		if (number > this.next) {
			this.outOfOrder++;
			return this.ahead.add(number);
		}
		this.next++;
		while (!this.ahead.isEmpty() && this.ahead.remove(this.next)) {
			this.next++;
		}
		return true;
	}

	long pending() {
		return this.sent - this.received;
	}

	long received() {
		return this.received;
	}

	long outOfOrder() {
		return this.outOfOrder;
	}

}
