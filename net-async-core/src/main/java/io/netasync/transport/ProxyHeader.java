package io.netasync.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the head of a channel that a trusted proxy has opened, until Netty has
 * decoded the proxy's header, which must come before anything else, TLS included. For the
 * handlers behind, the channel becomes active only then.
 * <p>
 * The handler that admits connections is asked twice: whether there is room for one more,
 * before anything is read, and whether the peer that the header names is welcome.
 *
 * @author net-async
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

	private static final Log logger = LogFactory.getLog(ProxyHeader.class);

	/** For the extensions of a header; those that proxies send take some 100 bytes. */
	private static final int MAX_EXTENSION_BYTES = 4 * 1024;

	private static final AttributeKey<InetSocketAddress> PEER = AttributeKey.valueOf(ProxyHeader.class, "peer");

	private final Channel channel;

	private final InetSocketAddress proxy;

	private final AcceptHandler handler;

	private final long timeoutMillis;

	private @Nullable InetSocketAddress named;

	private boolean refused;

	private @Nullable Future<?> deadline;

	private ProxyHeader(Channel channel, InetSocketAddress proxy, AcceptHandler handler, long timeoutMillis) {
		this.channel = channel;
		this.proxy = proxy;
		this.handler = handler;
		this.timeoutMillis = timeoutMillis;
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
	 * Asks whether a new channel is welcome, unless it was asked when a proxy named the
	 * peer. It is left when it is closed.
	 * @param channel the channel
	 * @param peer who has connected
	 * @param handler admits connections
	 * @return {@code false} if it is to be closed
	 */
	static boolean admits(Channel channel, SocketAddress peer, AcceptHandler handler) {
		if (channel.attr(PEER).get() != null) {
			return true;
		}
		if (!handler.admits(peer)) {
			return false;
		}
		channel.closeFuture().addListener((closed) -> handler.left(peer));
		return true;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		if (!this.handler.admitsProxy(this.proxy)) {
			this.refused = true;
			context.close();
			return;
		}
		this.channel.closeFuture().addListener((closed) -> this.handler.left(this.channel.attr(PEER).get()));
		this.deadline = context.executor()
			.schedule(
					() -> mistrust(context,
							new HAProxyProtocolException("no header within " + this.timeoutMillis + " ms")),
					this.timeoutMillis, TimeUnit.MILLISECONDS);
		this.channel.config().setAutoRead(true);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.named != null) {
			ready(context);
			context.fireChannelRead(message);
			return;
		}
		try {
			if (!this.refused && message instanceof HAProxyMessage header) {
				admit(context, peer(header));
			}
		}
		catch (IllegalArgumentException | HAProxyProtocolException ex) {
			mistrust(context, ex);
		}
		finally {
			// what follows a header that was refused is dropped, too
			ReferenceCountUtil.release(message);
		}
	}

	private void admit(ChannelHandlerContext context, InetSocketAddress peer) {
		if (this.handler.admitsNamed(peer)) {
			// the decoder is to be gone before anybody sees the pipeline
			this.channel.attr(PEER).set(peer);
			this.named = peer;
		}
		else {
			this.refused = true;
			context.close();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.named != null) {
			ready(context);
		}
		context.fireChannelReadComplete();
	}

	private void ready(ChannelHandlerContext context) {
		context.pipeline().remove(this);
		context.fireChannelActive();
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

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof DecoderException) {
			mistrust(context, cause);
		}
		else {
			this.refused = true;
			context.close();
		}
	}

	private void mistrust(ChannelHandlerContext context, Throwable cause) {
		if (!this.refused) {
			this.refused = true;
			logger.debug("No header of the PROXY protocol on " + this.channel, cause);
			this.handler.mistrusted(this.proxy);
			context.close();
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
	}

}
