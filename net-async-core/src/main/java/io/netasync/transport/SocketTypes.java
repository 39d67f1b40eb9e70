package io.netasync.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The channels that one kind of event loop works with.
 *
 * @param tcp connects
 * @param tcpServer accepts
 * @param unix connects to a Unix socket
 * @param unixServer accepts on a Unix socket
 * @param udp sends and receives datagrams
 * @author net-async
 */
record SocketTypes(Class<? extends Channel> tcp, Class<? extends ServerChannel> tcpServer,
		Class<? extends Channel> unix, Class<? extends ServerChannel> unixServer,
		Class<? extends DatagramChannel> udp) {

	static final SocketTypes EPOLL = new SocketTypes(EpollSocketChannel.class, EpollServerSocketChannel.class,
			EpollDomainSocketChannel.class, EpollServerDomainSocketChannel.class, EpollDatagramChannel.class);

	static final SocketTypes IO_URING = new SocketTypes(IoUringSocketChannel.class, IoUringServerSocketChannel.class,
			IoUringDomainSocketChannel.class, IoUringServerDomainSocketChannel.class, IoUringDatagramChannel.class);

	static final SocketTypes KQUEUE = new SocketTypes(KQueueSocketChannel.class, KQueueServerSocketChannel.class,
			KQueueDomainSocketChannel.class, KQueueServerDomainSocketChannel.class, KQueueDatagramChannel.class);

	static final SocketTypes NIO = new SocketTypes(NioSocketChannel.class, NioServerSocketChannel.class,
			NioDomainSocketChannel.class, NioServerDomainSocketChannel.class, NioDatagramChannel.class);

	/**
	 * Returns what connects to an address.
	 * @param address the address as the JDK has it
	 * @return the type of channel
	 */
	Class<? extends Channel> clientType(SocketAddress address) {
		return (address instanceof UnixDomainSocketAddress) ? this.unix : this.tcp;
	}

	/**
	 * Returns an address as these channels take it.
	 * @param address the address as the JDK has it
	 * @return the address
	 */
	SocketAddress address(SocketAddress address) {
		// the JDK's addresses of Unix sockets are for channels over the JDK's only
		return (address instanceof UnixDomainSocketAddress unixAddress && this.unix != NioDomainSocketChannel.class)
				? new DomainSocketAddress(unixAddress.getPath().toString()) : address;
	}

	/**
	 * Listens on a port, and waits until it does.
	 * @param bootstrap how, but for the kind of channel
	 * @param host the local address, {@code null} for all
	 * @param port the port, 0 for any free one
	 * @return the channel
	 * @throws BindFailedException if it can't be
	 */
	Channel bind(ServerBootstrap bootstrap, @Nullable String host, int port) {
		InetSocketAddress address = (host != null) ? new InetSocketAddress(host, port) : new InetSocketAddress(port);
		ChannelFuture bound = bootstrap.channel(this.tcpServer)
			.option(ChannelOption.SO_REUSEADDR, true)
			.bind(address)
			.awaitUninterruptibly();
		if (!bound.isSuccess()) {
			throw new BindFailedException(address, bound.cause());
		}
		return bound.channel();
	}

}
