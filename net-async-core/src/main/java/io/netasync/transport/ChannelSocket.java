package io.netasync.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

import io.netasync.event.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * What Spring Integration wants to know of a {@link Socket}, answered by a channel. Opens
 * no descriptor. Addresses are read once, so that they are still there after the channel
 * is closed.
 *
 * @author net-async
 */
final class ChannelSocket extends Socket {

	/** The Unix socket that a channel is connected through; none with TCP. */
	static final AttributeKey<Endpoint> UNIX = AttributeKey.valueOf(ChannelSocket.class, "UNIX");

	private static final InetSocketAddress NONE = new InetSocketAddress(0);

	private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	private final Channel channel;

	private final @Nullable Endpoint unix;

	private final InetSocketAddress remote;

	private final InetSocketAddress local;

	private int soTimeout;

	ChannelSocket(Channel channel) {
		this.channel = channel;
		this.unix = channel.attr(UNIX).get();
		this.remote = (this.unix != null) ? HERE : orNone(ProxyHeader.peerOf(channel));
		this.local = (this.unix != null) ? HERE : orNone(channel.localAddress());
	}

	private static InetSocketAddress orNone(@Nullable SocketAddress address) {
		return (address instanceof InetSocketAddress inetAddress) ? inetAddress : NONE;
	}

	/**
	 * Returns the Unix socket. Only the server's side is bound to it, but the other side
	 * has no name at all.
	 * @return the endpoint of both sides, {@code null} with TCP
	 */
	@Nullable Endpoint unix() {
		return this.unix;
	}

	Endpoint remoteEndpoint() {
		return endpoint(this.remote);
	}

	Endpoint localEndpoint() {
		return endpoint(this.local);
	}

	private Endpoint endpoint(InetSocketAddress address) {
		return (this.unix != null) ? this.unix : new Endpoint(address.getAddress().getHostAddress(), address.getPort());
	}

	@Override
	public InetAddress getInetAddress() {
		return this.remote.getAddress();
	}

	@Override
	public InetAddress getLocalAddress() {
		return this.local.getAddress();
	}

	@Override
	public int getPort() {
		return this.remote.getPort();
	}

	@Override
	public int getLocalPort() {
		return this.local.getPort();
	}

	@Override
	public SocketAddress getRemoteSocketAddress() {
		return this.remote;
	}

	@Override
	public SocketAddress getLocalSocketAddress() {
		return this.local;
	}

	@Override
	public boolean isConnected() {
		return true;
	}

	@Override
	public boolean isBound() {
		return true;
	}

	@Override
	public boolean isClosed() {
		return !this.channel.isOpen();
	}

	@Override
	public void setSoTimeout(int timeout) {
		this.soTimeout = timeout;
	}

	@Override
	public int getSoTimeout() {
		return this.soTimeout;
	}

	@Override
	public boolean getTcpNoDelay() {
		return option(ChannelOption.TCP_NODELAY, false);
	}

	@Override
	public boolean getKeepAlive() {
		return option(ChannelOption.SO_KEEPALIVE, false);
	}

	@Override
	public boolean getReuseAddress() {
		return option(ChannelOption.SO_REUSEADDR, false);
	}

	@Override
	public int getSoLinger() {
		return option(ChannelOption.SO_LINGER, -1);
	}

	@Override
	public int getSendBufferSize() {
		return option(ChannelOption.SO_SNDBUF, 0);
	}

	@Override
	public int getReceiveBufferSize() {
		return option(ChannelOption.SO_RCVBUF, 0);
	}

	@Override
	public int getTrafficClass() {
		return option(ChannelOption.IP_TOS, 0);
	}

	/**
	 * Returns the round-trip time that the kernel measured.
	 * @return microseconds, -1 if unknown
	 */
	long roundTripMicros() {
		try {
			return (this.channel instanceof EpollSocketChannel epoll && epoll.isOpen()) ? epoll.tcpInfo().rtt() : -1;
		}
		catch (ChannelException ex) {
			return -1;
		}
	}

	private <T> T option(ChannelOption<T> option, T otherwise) {
		T value = this.channel.isOpen() ? this.channel.config().getOption(option) : null;
		return (value != null) ? value : otherwise;
	}

	@Override
	public void close() {
		this.channel.close();
	}

	@Override
	public String toString() {
		return this.channel.toString();
	}

}
