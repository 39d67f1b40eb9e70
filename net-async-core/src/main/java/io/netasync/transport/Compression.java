package io.netasync.transport;

import java.util.Locale;

import io.netasync.memory.MemoryBudget;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.JdkZlibEncoder;
import io.netty.handler.codec.compression.SnappyFrameDecoder;
import io.netty.handler.codec.compression.SnappyFrameEncoder;
import io.netty.handler.codec.compression.ZlibWrapper;

import org.springframework.util.Assert;

/**
 * Whether what is sent is compressed, as one stream a connection and direction, inside of
 * TLS. Both sides must do the same. Each message leaves at once, and a message counts as
 * sent when its last compressed byte does.
 *
 * @param type how
 * @param maxRatio so many times larger than it came may be what a peer sends; more ends
 * its connection
 * @author net-async
 * @since 0.1.0
 */
public record Compression(Type type, int maxRatio) {

	private static final int DEFAULT_RATIO = 100;

	public Compression {
		Assert.isTrue(maxRatio > 0, "'max-ratio' must be greater than 0");
	}

	/**
	 * Returns that nothing is compressed.
	 * @return no compression
	 */
	public static Compression none() {
		return new Compression(Type.NONE, DEFAULT_RATIO);
	}

	/**
	 * Tells whether anything is compressed.
	 * @return {@code false} if nothing is
	 */
	public boolean isOn() {
		return this.type != Type.NONE;
	}

	/**
	 * Adds what compresses and decompresses.
	 * @param pipeline a pipeline whose handlers so far see compressed bytes
	 * @param memory the budget of the whole application
	 */
	void addTo(ChannelPipeline pipeline, MemoryBudget memory) {
		switch (this.type) {
			case NONE -> {
			}
			case ZLIB -> addZlib(pipeline, memory, ZlibWrapper.ZLIB);
			case GZIP -> addZlib(pipeline, memory, ZlibWrapper.GZIP);
			case SNAPPY -> pipeline.addLast(new SnappyFrameEncoder())
				.addLast(new Decompressor(this, new SnappyFrameDecoder(true), () -> false, memory));
		}
	}

	private void addZlib(ChannelPipeline pipeline, MemoryBudget memory, ZlibWrapper wrapper) {
		// without a bound of its own it hands on what it has by 64 KiB
		JdkZlibDecoder decoder = new JdkZlibDecoder(wrapper, 0);
		pipeline.addLast(new ZlibEncoder(wrapper)).addLast(new Decompressor(this, decoder, decoder::isClosed, memory));
	}

	String typeName() {
		return this.type.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Kinds of compression.
	 */
	public enum Type {

		/** None. */
		NONE,

		/** The zlib format (RFC 1950). */
		ZLIB,

		/** The gzip format (RFC 1952). */
		GZIP,

		/** Snappy's framing format: less work, and less gain. */
		SNAPPY

	}

	/**
	 * Netty's encoder, which gives back the memory that the garbage collector does not
	 * see however its connection ends.
	 */
	private static final class ZlibEncoder extends JdkZlibEncoder {

		ZlibEncoder(ZlibWrapper wrapper) {
			super(wrapper);
		}

		@Override
		public void handlerRemoved(ChannelHandlerContext context) {
			close();
		}

	}

}
