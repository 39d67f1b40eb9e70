package io.netasync.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The port of a proxy on the loopback address, which can be closed and opened again.
 * <p>
 * While closed the port stays bound by a socket that doesn't listen. So it refuses
 * connections, nobody else gets it, and the kernel never picks it as the source port of a
 * client that tries to connect to it: on loopback that client would be connected to
 * itself.
 *
 * @author net-async
 */
final class Listener {

	private static final int BACKLOG = 1024;

	private final InetSocketAddress address;

	private @Nullable ServerSocketChannel listening;

	private @Nullable SocketChannel reservation;

	Listener(int port) throws IOException {
		this.listening = bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		this.address = (InetSocketAddress) this.listening.getLocalAddress();
	}

	private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			return channel.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address, BACKLOG);
		}
		catch (IOException ex) {
			channel.close();
			throw new IOException("Can't listen on " + address, ex);
		}
	}

	InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Accepts connections on the loop from now on.
	 * @param loop the loop
	 * @param accepted takes each connection
	 * @throws IOException if the port is taken
	 */
	void open(EventLoop loop, Consumer<SocketChannel> accepted) throws IOException {
		release();
		ServerSocketChannel channel = (this.listening != null) ? this.listening : bind(this.address);
		this.listening = channel;
		if (!channel.isRegistered()) {
			loop.register(channel, SelectionKey.OP_ACCEPT, () -> accept(channel, accepted));
		}
	}

	private static void accept(ServerSocketChannel channel, Consumer<SocketChannel> accepted) {
		try {
			SocketChannel client = channel.accept();
			if (client != null) {
				accepted.accept(client);
			}
		}
		catch (IOException ex) {
			// the client is gone already, or waits in the backlog for a descriptor
		}
	}

	/**
	 * Stops listening.
	 * @throws IOException if that fails
	 */
	void shut() throws IOException {
		if (this.listening != null) {
			this.listening.close();
			this.listening = null;
		}
	}

	/**
	 * Keeps a port that is shut from others.
	 * @throws IOException if another was faster
	 */
	void reserve() throws IOException {
		if (this.listening == null && this.reservation == null) {
			this.reservation = SocketChannel.open();
			this.reservation.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(this.address);
			// from now on, nobody else may
			this.reservation.setOption(StandardSocketOptions.SO_REUSEADDR, false);
		}
	}

	private void release() throws IOException {
		if (this.reservation != null) {
			this.reservation.close();
			this.reservation = null;
		}
	}

	/**
	 * Gives the port back for good.
	 * @throws IOException if that fails
	 */
	void close() throws IOException {
		shut();
		release();
	}

}
