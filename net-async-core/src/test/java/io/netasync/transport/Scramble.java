package io.netasync.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * A handler as applications have: no byte is on the wire as it was.
 *
 * @author net-async
 */
public final class Scramble extends ChannelDuplexHandler {

	private static final int KEY = 0x5a;

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		context.fireChannelRead(scrambled(context, (ByteBuf) message));
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		context.write(scrambled(context, (ByteBuf) message), promise);
	}

	private static ByteBuf scrambled(ChannelHandlerContext context, ByteBuf bytes) {
		try {
			// at once, as leak detection notes where each call was made
			byte[] all = new byte[bytes.readableBytes()];
			bytes.readBytes(all);
			return context.alloc().buffer(all.length).writeBytes(of(all));
		}
		finally {
			bytes.release();
		}
	}

	/**
	 * Does to an array what is done to what passes.
	 * @param bytes any bytes
	 * @return so many others
	 */
	public static byte[] of(byte... bytes) {
		byte[] scrambled = bytes.clone();
		for (int i = 0; i < scrambled.length; i++) {
			scrambled[i] ^= KEY;
		}
		return scrambled;
	}

}
