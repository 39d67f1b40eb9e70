package io.netasync.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.netasync.frame.FrameException;
import io.netasync.frame.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The way in of one connection: collects bytes, cuts them into frames and hands all
 * frames of a read to the connection at once. Stops reading while the dispatcher has no
 * room, with the bytes that came already kept uncut.
 *
 * @author net-async
 */
final class FrameReader extends ChannelInboundHandlerAdapter {

	private final NettyTcpConnection connection;

	private final Framing framing;

	private final Dispatcher dispatcher;

	private @Nullable ByteBuf received;

	private volatile boolean ended;

	private boolean paused;

	private boolean held;

	private volatile boolean readsPaused;

	private volatile long lastRead = System.nanoTime();

	FrameReader(NettyTcpConnection connection, Framing framing, Dispatcher dispatcher) {
		this.connection = connection;
		this.framing = framing;
		this.dispatcher = dispatcher;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		heard();
		ByteBuf bytes = (ByteBuf) message;
		this.connection.countReceived(bytes.readableBytes());
		if (this.ended) {
			bytes.release();
			return;
		}
		this.received = (this.received != null)
				? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), this.received, bytes) : bytes;
		if (!this.paused) {
			cut(context, this.dispatcher.room());
		}
	}

	private void cut(ChannelHandlerContext context, int room) {
		List<byte[]> frames = new ArrayList<>();
		try {
			cut(frames, room);
		}
		catch (FrameException ex) {
			this.ended = true;
			this.connection.received(frames);
			frames = List.of();
			this.connection.fail(ex);
		}
		if (!frames.isEmpty()) {
			this.connection.received(frames);
		}
		if (this.ended) {
			release();
		}
		else if (frames.size() >= room) {
			pause(context);
		}
	}

	private void cut(List<byte[]> frames, int room) throws FrameException {
		ByteBuf bytes = this.received;
		if (bytes == null) {
			return;
		}
		ByteBuffer view = bytes.nioBuffer();
		int start = view.position();
		try {
			while (frames.size() < room) {
				int end = this.framing.frameEnd(view);
				if (end < 0) {
					break;
				}
				frames.add(this.framing.payload(view, end));
			}
		}
		finally {
			bytes.skipBytes(view.position() - start);
		}
		if (!bytes.isReadable()) {
			release();
		}
		else {
			bytes.discardSomeReadBytes();
		}
	}

	private void pause(ChannelHandlerContext context) {
		this.paused = true;
		this.readsPaused = true;
		context.channel().config().setAutoRead(false);
		this.dispatcher.onRoom(() -> context.executor().execute(() -> resume(context)));
	}

	private void resume(ChannelHandlerContext context) {
		this.paused = false;
		if (!this.ended) {
			cut(context, this.dispatcher.room());
		}
		read(context.channel());
	}

	/**
	 * Stops or goes on reading at the wish of the connection's owner. On the event loop.
	 * @param channel the channel
	 * @param hold {@code true} to stop
	 */
	void hold(Channel channel, boolean hold) {
		this.held = hold;
		read(channel);
	}

	private void read(Channel channel) {
		boolean stop = this.paused || this.held;
		if (!stop) {
			heard();
		}
		this.readsPaused = stop;
		channel.config().setAutoRead(!stop);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (!this.ended) {
			cut(context, Integer.MAX_VALUE);
		}
		if (this.received != null) {
			this.connection.truncated(this.received.readableBytes());
		}
		this.ended = true;
		release();
		this.connection.inactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.connection.fail(cause);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		release();
	}

	/**
	 * Stops cutting frames: what comes from now on is of no interest.
	 */
	void end() {
		this.ended = true;
	}

	/**
	 * Notes a sign of life.
	 */
	void heard() {
		this.lastRead = System.nanoTime();
	}

	boolean areReadsPaused() {
		return this.readsPaused;
	}

	long lastRead() {
		return this.lastRead;
	}

	private void release() {
		if (this.received != null) {
			this.received.release();
			this.received = null;
		}
	}

}
