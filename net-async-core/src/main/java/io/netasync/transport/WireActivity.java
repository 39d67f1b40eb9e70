package io.netasync.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Stands next to the socket where handlers (TLS, the application's) change what passes.
 * Sees bytes move while something large, of which the handlers behind see all or nothing,
 * is under way; and when one of them closes the connection.
 *
 * @author net-async
 */
final class WireActivity extends ChannelDuplexHandler {

	private final NettyTcpConnection connection;

	private final FrameReader reader;

	private final BatchWriter writer;

	WireActivity(NettyTcpConnection connection, FrameReader reader, BatchWriter writer) {
		this.connection = connection;
		this.reader = reader;
		this.writer = writer;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.reader.heard();
		context.fireChannelRead(message);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		context.write(message, promise.unvoid()).addListener((written) -> this.writer.progressed());
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		this.connection.closedByApplication();
		context.close(promise);
	}

}
