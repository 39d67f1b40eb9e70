package io.netasync.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Random;

/**
 * Peers that mean harm, each in its own way, which depends on the seed alone. The thread
 * that calls looks after all of them.
 *
 * @author net-async
 */
final class HostilePeers implements AutoCloseable {

	/** The first byte of a message that takes the server's handler long. */
	static final byte SLOW = 'S';

	/** The largest frame that the server accepts: its default. */
	private static final int MAX_SIZE = 1024 * 1024;

	private static final ByteBuffer LARGEST = frame(MAX_SIZE, MAX_SIZE);

	private static final ByteBuffer SMALL = frames(1, 1000);

	private final ByteBuffer read = ByteBuffer.allocateDirect(64 * 1024);

	private final Random random;

	private final Selector selector;

	HostilePeers(long seed) {
		this.random = new Random(seed);
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ByteBuffer frame(int length, int size) {
		return ByteBuffer.allocateDirect(4 + size).putInt(0, length);
	}

	private static ByteBuffer frames(int size, int count) {
		byte[] payload = new byte[size];
		Arrays.fill(payload, SLOW);
		ByteBuffer frames = ByteBuffer.allocateDirect(count * (4 + size));
		for (int i = 0; i < count; i++) {
			frames.putInt(size).put(payload);
		}
		return frames.flip();
	}

	/**
	 * Opens connections.
	 * @param count how many
	 * @param address where the server listens
	 */
	void open(int count, InetSocketAddress address) {
		try {
			for (int i = 0; i < count; i++) {
				SocketChannel channel = SocketChannel.open();
				// what is not read shall wait at the server
				channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
				channel.connect(address);
				channel.configureBlocking(false);
				channel.register(this.selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, peer());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Peer peer() {
		return switch (this.random.nextInt(5)) {
			case 0 -> new Peer(ByteBuffer.allocate(0), false, true);
			case 1 -> new Peer(LARGEST.slice(0, MAX_SIZE - this.random.nextInt(MAX_SIZE / 2)), false, true);
			case 2 -> new Peer(frame(this.random.nextBoolean() ? -1 - this.random.nextInt(1000)
					: Integer.MAX_VALUE - this.random.nextInt(1000), 100), false, true);
			case 3 -> new Peer(SMALL.duplicate(), true, true);
			default -> {
				int size = 1000 + this.random.nextInt(60_000);
				yield new Peer(frame(size, size), true, false);
			}
		};
	}

	/**
	 * Has every peer go on that can, once.
	 */
	void go() {
		try {
			this.selector.selectNow((key) -> {
				try {
					((Peer) key.attachment()).go(key);
				}
				catch (IOException ex) {
					close(key);
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns how many connections are open as far as their peers know.
	 * @return connections
	 */
	int open() {
		return this.selector.keys().size();
	}

	private static void close(SelectionKey key) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Closes all connections at once.
	 */
	void leave() {
		this.selector.keys().forEach(HostilePeers::close);
		// a selector lets go of them when it is used
		go();
	}

	@Override
	public void close() {
		leave();
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What one peer sends, once or over and over, and whether it reads the answers.
	 */
	private final class Peer {

		private final ByteBuffer bytes;

		private final boolean repeats;

		private final boolean reads;

		Peer(ByteBuffer bytes, boolean repeats, boolean reads) {
			this.bytes = bytes;
			this.repeats = repeats;
			this.reads = reads;
		}

		void go(SelectionKey key) throws IOException {
			SocketChannel channel = (SocketChannel) key.channel();
			if (key.isWritable()) {
				channel.write(this.bytes);
				if (!this.bytes.hasRemaining() && this.repeats) {
					this.bytes.rewind();
				}
				boolean more = this.bytes.hasRemaining();
				key.interestOps((more ? SelectionKey.OP_WRITE : 0) | (this.reads ? SelectionKey.OP_READ : 0));
			}
			if (key.isReadable() && this.reads && channel.read(HostilePeers.this.read.clear()) < 0) {
				close(key);
			}
		}

	}

}
