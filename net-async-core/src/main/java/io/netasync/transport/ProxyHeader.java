package io.netasync.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;

import io.netasync.transport.Acceptor.AcceptHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the head of a channel that a trusted proxy has opened, until Netty has
 * decoded the proxy's header, which must come before anything else, TLS included.
 * <p>
 * The handler that admits connections is asked twice: whether there is room for one more,
 * before anything is read, and whether the peer that the header names is welcome.
 *
 * @author net-async
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

	/** For the extensions of a header; those that proxies send take some 100 bytes. */
	private static final int MAX_EXTENSION_BYTES = 4 * 1024;

	private static final AttributeKey<InetSocketAddress> PEER = AttributeKey.valueOf(ProxyHeader.class, "peer");

	private final Channel channel;

	private final InetSocketAddress proxy;

	private final AcceptHandler handler;

	private final long timeoutMillis;

	private final Promise<InetSocketAddress> peer;

	private @Nullable Future<?> deadline;

	private ProxyHeader(Channel channel, InetSocketAddress proxy, AcceptHandler handler, long timeoutMillis) {
		this.channel = channel;
		this.proxy = proxy;
		this.handler = handler;
		this.timeoutMillis = timeoutMillis;
		this.peer = channel.eventLoop().newPromise();
	}

	/**
	 * Expects the header if the peer of a new channel is a trusted proxy.
	 * @param channel the channel
	 * @param protocol says who is trusted
	 * @param handler admits connections
	 * @param timeoutMillis how long the header may take
	 */
	static void expect(Channel channel, ProxyProtocol protocol, AcceptHandler handler, long timeoutMillis) {
		if (channel.remoteAddress() instanceof InetSocketAddress proxy && protocol.trusts(proxy)) {
			channel.pipeline()
				.addLast(new HAProxyMessageDecoder(MAX_EXTENSION_BYTES))
				.addLast(new ProxyHeader(channel, proxy, handler, timeoutMillis));
		}
	}

	/**
	 * Returns who is at the other end: who a trusted proxy says it is, else who is
	 * connected.
	 * @param channel the channel
	 * @return the address, {@code null} if it is not known any more
	 */
	static @Nullable SocketAddress peerOf(Channel channel) {
		InetSocketAddress named = channel.attr(PEER).get();
		return (named != null) ? named : channel.remoteAddress();
	}

	/**
	 * Asks whether a new channel is welcome, or whether there is room for one whose peer
	 * is yet to be named. It is left when it is closed.
	 * @param channel the channel
	 * @param handler admits connections
	 * @return {@code false} if it is to be closed
	 */
	static boolean admits(Channel channel, AcceptHandler handler) {
		boolean proxied = channel.pipeline().get(ProxyHeader.class) != null;
		if (!(channel.remoteAddress() instanceof InetSocketAddress peer)
				|| !(proxied ? handler.admitsProxy(peer) : handler.admits(peer))) {
			return false;
		}
		channel.closeFuture().addListener((closed) -> handler.left(proxied ? channel.attr(PEER).get() : peer));
		return true;
	}

	/**
	 * Returns the peer, in the future.
	 * @return fails if there is no proper header in time, or the peer is not welcome
	 */
	Future<InetSocketAddress> peer() {
		return this.peer;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.deadline = context.executor().schedule(this::late, this.timeoutMillis, TimeUnit.MILLISECONDS);
		context.fireChannelActive();
		if (!this.peer.isDone()) {
			context.channel().config().setAutoRead(true);
		}
	}

	private void late() {
		mistrust(new HAProxyProtocolException("no header within " + this.timeoutMillis + " ms"));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		try {
			if (!this.peer.isDone() && message instanceof HAProxyMessage header) {
				named(context, peer(header));
			}
		}
		catch (IllegalArgumentException ex) {
			mistrust(ex);
		}
		finally {
			// what follows a header that was refused is dropped, too
			ReferenceCountUtil.release(message);
		}
	}

	private InetSocketAddress peer(HAProxyMessage header) {
		AddressFamily family = header.proxiedProtocol().addressFamily();
		boolean names = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
		if (header.command() == HAProxyCommand.LOCAL || !names) {
			return this.proxy;
		}
		InetAddress address = NetUtil.createInetAddressFromIpAddressString(header.sourceAddress());
		if (address == null || header.sourcePort() == 0) {
			throw new HAProxyProtocolException("no peer is at " + header.sourceAddress() + ":" + header.sourcePort());
		}
		return new InetSocketAddress(address, header.sourcePort());
	}

	private void named(ChannelHandlerContext context, InetSocketAddress named) {
		if (!this.handler.admitsNamed(named)) {
			this.peer.setFailure(new ClosedChannelException());
			return;
		}
		this.channel.attr(PEER).set(named);
		context.pipeline().remove(this);
		this.peer.setSuccess(named);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof DecoderException) {
			mistrust(cause);
		}
		else {
			this.peer.tryFailure(cause);
		}
	}

	private void mistrust(Throwable cause) {
		if (this.peer.tryFailure(cause)) {
			this.handler.mistrusted(this.proxy);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.peer.tryFailure(new ClosedChannelException());
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
	}

}
