package io.netasync.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One of the two sockets of a proxied connection. Confined to the event loop.
 *
 * @author net-async
 */
final class Side {

	private final SocketChannel channel;

	private final SelectionKey key;

	Side(EventLoop loop, SocketChannel channel, int operations, Runnable ready) throws IOException {
		this.channel = channel;
		this.key = loop.register(channel, operations, ready);
	}

	/**
	 * Starts connecting.
	 * @param address the address, resolved now if it isn't yet
	 * @throws IOException if it can't be reached
	 */
	void connect(InetSocketAddress address) throws IOException {
		InetSocketAddress resolved = address.isUnresolved()
				? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
		if (resolved.isUnresolved()) {
			throw new UnknownHostException(address.getHostString());
		}
		this.channel.connect(resolved);
	}

	/**
	 * Finishes connecting.
	 * @return whether the socket is connected
	 * @throws IOException if it can't be
	 */
	boolean connected() throws IOException {
		if (!this.channel.finishConnect()) {
			return false;
		}
		watch(SelectionKey.OP_CONNECT, false);
		return true;
	}

	/**
	 * Sends every write as a segment of its own, so that slices stay slices.
	 * @throws IOException if the socket is gone
	 */
	void noDelay() throws IOException {
		this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
	}

	void watch(int operation, boolean wanted) {
		int operations = this.key.interestOps();
		int changed = wanted ? operations | operation : operations & ~operation;
		if (changed != operations) {
			this.key.interestOps(changed);
		}
	}

	int read(ByteBuffer into) throws IOException {
		return this.channel.read(into);
	}

	int write(ByteBuffer from) throws IOException {
		return this.channel.write(from);
	}

	void finish() throws IOException {
		this.channel.shutdownOutput();
	}

	void end(Ending ending) {
		ending.apply(this.channel);
	}

}
