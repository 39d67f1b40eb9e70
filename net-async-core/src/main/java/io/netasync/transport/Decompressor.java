package io.netasync.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

import io.netasync.event.DisconnectReason;
import io.netasync.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * Decompresses what comes, a few bytes at a time, so that one read can't become more than
 * there is memory for: what is not wanted yet, because reading has paused, stays
 * compressed, and a peer whose bytes grow by more than they may is cut off in the middle.
 *
 * @author net-async
 */
final class Decompressor extends ChannelDuplexHandler {

	/** Of zlib, so many bytes become half a megabyte at most. */
	private static final int SLICE_BYTES = 512;

	/** Less than this may have any ratio. */
	private static final int JUDGED_BYTES = 64 * 1024;

	/** The ratio is that of about so many compressed bytes, and not of all there were. */
	private static final int WINDOW_BYTES = 64 * 1024;

	/** The largest block of snappy is 76,490 bytes; zlib holds back far less. */
	private static final int SILENT_BYTES = 128 * 1024;

	private final Compression compression;

	private final EmbeddedChannel decoder;

	private final BooleanSupplier finished;

	private final MemoryBudget memory;

	private final Queue<ByteBuf> waiting = new ArrayDeque<>();

	private int counted;

	private long in;

	private long out;

	private int silent;

	private boolean feeding;

	private boolean ended;

	/**
	 * Creates the handler.
	 * @param compression how bytes are compressed, and by how much
	 * @param decoder decompresses
	 * @param finished tells whether the decoder has seen the end of what is compressed
	 * @param memory the budget of the whole application
	 */
	Decompressor(Compression compression, ChannelHandler decoder, BooleanSupplier finished, MemoryBudget memory) {
		this.compression = compression;
		this.finished = finished;
		this.memory = memory;
		this.decoder = new EmbeddedChannel(decoder);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.decoder.config().setAllocator(context.alloc());
		this.decoder.pipeline().addLast(new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext ignored, Object message) {
				decompressed(context, (ByteBuf) message);
			}

		});
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof ByteBuf bytes)) {
			context.fireChannelRead(message);
			return;
		}
		if (this.ended) {
			bytes.release();
			return;
		}
		boolean paused = !isReading(context);
		this.waiting.add(bytes);
		feed(context, false);
		count();
		if (paused && !this.ended && this.memory.isUsedUp()) {
			overloaded(context);
		}
	}

	private void overloaded(ChannelHandlerContext context) {
		fail(context, DisconnectReason.OVERLOADED,
				"No memory for the last bytes that came: 'memory-budget' is used up");
	}

	private static boolean isReading(ChannelHandlerContext context) {
		return context.channel().config().isAutoRead();
	}

	private void feed(ChannelHandlerContext context, boolean all) {
		if (this.feeding) {
			return;
		}
		this.feeding = true;
		ByteBuf next = this.waiting.peek();
		while (next != null && (all || isReading(context))) {
			if (all && this.memory.isUsedUp()) {
				overloaded(context);
				break;
			}
			decode(context, next.readRetainedSlice(Math.min(SLICE_BYTES, next.readableBytes())));
			// nothing waits any more if that has failed
			if (!this.waiting.isEmpty() && !next.isReadable()) {
				this.waiting.remove().release();
			}
			next = this.waiting.peek();
		}
		this.feeding = false;
	}

	private void decode(ChannelHandlerContext context, ByteBuf slice) {
		int size = slice.readableBytes();
		if (size > 0 && this.finished.getAsBoolean()) {
			slice.release();
			malformed(context, "more follows the end of what was compressed");
			return;
		}
		this.in += size;
		this.silent += size;
		try {
			this.decoder.writeInbound(slice);
		}
		catch (RuntimeException ex) {
			malformed(context, String.valueOf(ex.getMessage()));
		}
		if (this.silent > SILENT_BYTES) {
			malformed(context, "the last " + this.silent + " bytes became nothing");
		}
	}

	private void decompressed(ChannelHandlerContext context, ByteBuf bytes) {
		this.out += bytes.readableBytes();
		this.silent = 0;
		boolean excessive = this.out > JUDGED_BYTES && this.out > this.in * this.compression.maxRatio();
		if (excessive) {
			fail(context, DisconnectReason.COMPRESSION_RATIO,
					"%d bytes became more than 'compression.max-ratio' times as many (%d)".formatted(this.in,
							this.compression.maxRatio()));
		}
		if (this.ended) {
			bytes.release();
			return;
		}
		if (this.in > WINDOW_BYTES) {
			this.in /= 2;
			this.out /= 2;
		}
		context.fireChannelRead(bytes);
	}

	private void malformed(ChannelHandlerContext context, String what) {
		fail(context, DisconnectReason.FRAME_ERROR, "Not %s: %s".formatted(this.compression.typeName(), what));
	}

	private void fail(ChannelHandlerContext context, DisconnectReason reason, String message) {
		if (!this.ended) {
			end();
			context.fireExceptionCaught(new ConnectionClosedException(reason, message));
		}
	}

	private void end() {
		this.ended = true;
		this.waiting.forEach(ByteBuf::release);
		this.waiting.clear();
		count();
	}

	private void count() {
		int kept = this.waiting.stream().mapToInt(ByteBuf::capacity).sum();
		int more = kept - this.counted;
		this.counted = kept;
		if (more > 0) {
			this.memory.take(more);
		}
		else if (more < 0) {
			this.memory.release(-more);
		}
	}

	@Override
	public void read(ChannelHandlerContext context) {
		boolean asked = !isReading(context);
		feed(context, false);
		count();
		if (this.waiting.isEmpty() && (asked || isReading(context))) {
			context.read();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		feed(context, true);
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		end();
		this.decoder.close();
	}

}
