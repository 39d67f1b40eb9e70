package io.netasync.transport;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.netasync.event.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind Netty's handler that speaks to a proxy, until the proxy has connected to
 * the peer. For the handlers behind, TLS among them, the channel becomes active only
 * then, and nothing is left of the proxy.
 *
 * @author net-async
 */
final class ProxyTunnel extends ChannelInboundHandlerAdapter {

	/** What a proxy says is no longer than this in the text of a failure. */
	private static final int MAX_TEXT = 200;

	private final ClientProxy proxy;

	private final Endpoint peer;

	private final long timeoutMillis;

	/** The handlers that speak to the proxy. */
	private final List<String> names;

	private final Future<Channel> connected;

	/** What the peer sent at once and came with the proxy's answer. */
	private final Queue<Object> early = new ArrayDeque<>();

	private @Nullable Future<?> deadline;

	private ProxyTunnel(ClientProxy proxy, Endpoint peer, long timeoutMillis, List<String> names,
			Future<Channel> connected) {
		this.proxy = proxy;
		this.peer = peer;
		this.timeoutMillis = timeoutMillis;
		this.names = names;
		this.connected = connected;
	}

	/**
	 * Has a new channel connect through a proxy.
	 * @param channel the channel
	 * @param proxy the proxy
	 * @param address the resolved address of the proxy
	 * @param peer who is behind it
	 * @param timeoutMillis how long all of it may take
	 */
	static void open(Channel channel, ClientProxy proxy, InetSocketAddress address, Endpoint peer, long timeoutMillis) {
		ProxyHandler handler = proxy.handler(address);
		// there is one deadline from the beginning to the end
		handler.setConnectTimeoutMillis(0);
		ChannelPipeline pipeline = channel.pipeline();
		List<String> others = pipeline.names();
		pipeline.addLast(handler);
		List<String> names = new ArrayList<>(pipeline.names());
		names.removeAll(others);
		pipeline.addLast(new ProxyTunnel(proxy, peer, timeoutMillis, names, handler.connectFuture()));
	}

	/**
	 * Returns what to ask a proxy for.
	 * @param peer who is behind it
	 * @return its address, a name unresolved
	 */
	static InetSocketAddress destination(Endpoint peer) {
		InetAddress literal = NetUtil.createInetAddressFromIpAddressString(peer.host());
		return (literal != null) ? new InetSocketAddress(literal, peer.port())
				: InetSocketAddress.createUnresolved(peer.host(), peer.port());
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.deadline = context.executor()
			.schedule(
					() -> exceptionCaught(context,
							new ConnectTimeoutException("no connection within " + this.timeoutMillis + " ms")),
					this.timeoutMillis, TimeUnit.MILLISECONDS);
		this.connected.addListener((future) -> {
			if (future.isSuccess()) {
				handOver(context);
			}
		});
	}

	private void handOver(ChannelHandlerContext context) {
		ChannelPipeline pipeline = context.pipeline();
		this.names.stream().filter((name) -> pipeline.get(name) != null).forEach(pipeline::remove);
		Queue<Object> received = new ArrayDeque<>(this.early);
		this.early.clear();
		pipeline.remove(this);
		context.fireChannelActive();
		received.forEach(context::fireChannelRead);
		context.fireChannelReadComplete();
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		// connected to the proxy only
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		// of the proxy's
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.early.add(message);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		// of what the proxy sent
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		ConnectException failure = new ConnectException(
				"the proxy %s did not connect to %s: %s".formatted(this.proxy, this.peer, text(cause)));
		failure.initCause(cause);
		context.fireExceptionCaught(failure);
	}

	private static String text(Throwable cause) {
		// Netty names the proxy and the peer first; behind that the proxy may have its
		// say
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		int detail = message.indexOf(", ", Math.max(0, message.indexOf(" => ")));
		String text = (message.contains(" => ") && detail > 0) ? message.substring(detail + 2) : message;
		String printable = text.replaceAll("\\P{Print}", "?");
		return (printable.length() > MAX_TEXT) ? printable.substring(0, MAX_TEXT) + "..." : printable;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
		this.early.forEach(ReferenceCountUtil::release);
		this.early.clear();
	}

}
