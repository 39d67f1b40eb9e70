package io.netasync.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Sees the bytes of a TLS connection move while a large record, of which the handlers
 * behind see all or nothing, is under way.
 *
 * @author net-async
 */
final class TlsActivity extends ChannelDuplexHandler {

	private final FrameReader reader;

	private final BatchWriter writer;

	TlsActivity(FrameReader reader, BatchWriter writer) {
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

}
