package io.netasync.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections on each of which a byte of a frame that never ends is sent from time to
 * time. One thread looks after all of them.
 *
 * @author net-async
 */
final class SlowConnections implements AutoCloseable {

	private static final byte[] HEADER = { 0, 0, 100, 0 };

	private final List<SocketChannel> channels = new ArrayList<>();

	private final Selector selector;

	private int sent;

	SlowConnections() {
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Opens connections, one after the other.
	 * @param count how many
	 * @param address where the server listens
	 */
	void open(int count, InetSocketAddress address) {
		try {
			for (int i = 0; i < count; i++) {
				SocketChannel channel = SocketChannel.open(address);
				channel.configureBlocking(false);
				channel.register(this.selector, SelectionKey.OP_READ);
				this.channels.add(channel);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends a byte on each connection that is open.
	 */
	void drip() {
		ByteBuffer drop = ByteBuffer.allocate(1);
		drop.put(0, (this.sent < HEADER.length) ? HEADER[this.sent] : 1);
		this.sent++;
		for (SocketChannel channel : this.channels) {
			try {
				channel.write(drop.rewind());
			}
			catch (IOException ex) {
				close(channel);
			}
		}
	}

	/**
	 * Notes what the server has closed, and tells how many connections are left.
	 * @return those that are open
	 */
	long open() {
		try {
			this.selector.selectNow((key) -> {
				SocketChannel channel = (SocketChannel) key.channel();
				try {
					if (channel.read(ByteBuffer.allocate(1)) < 0) {
						close(channel);
					}
				}
				catch (IOException ex) {
					close(channel);
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this.channels.stream().filter(SocketChannel::isOpen).count();
	}

	private static void close(SocketChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.channels.forEach(SlowConnections::close);
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
