package io.netasync.transport;

import java.util.concurrent.atomic.AtomicReference;

import io.netasync.frame.FrameException;
import io.netasync.frame.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The way in of one connection: collects bytes, cuts them into frames and hands all
 * frames of a read to the connection at once. Stops reading, with the bytes that came
 * already kept uncut, while there is no room for more, and while memory is tight in the
 * whole application.
 *
 * @author net-async
 */
final class FrameReader extends ChannelInboundHandlerAdapter {

	private final NettyTcpConnection connection;

	private final ReceiveRoom room;

	private final FrameCutter cutter;

	private volatile boolean ended;

	private boolean paused;

	private boolean held;

	private @Nullable Resumption resumption;

	private volatile boolean readsPaused;

	private volatile long lastRead = System.nanoTime();

	FrameReader(NettyTcpConnection connection, Framing framing, ReceiveRoom room) {
		this.connection = connection;
		this.room = room;
		this.cutter = new FrameCutter(framing, room.budget());
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
		this.cutter.add(context.alloc(), bytes);
		if (!this.paused) {
			cut(context);
		}
		else {
			this.cutter.count();
		}
	}

	private void cut(ChannelHandlerContext context) {
		boolean full = cut(this.room.freeMessages(), this.room.freeBytes());
		if (this.ended) {
			return;
		}
		if (full) {
			this.room.onRoom(pause(context));
		}
		else if (this.room.budget().isTight()) {
			this.room.budget().whenRelieved(pause(context));
		}
	}

	/**
	 * Cuts frames and hands them over.
	 * @param maxFrames how many frames there is room for
	 * @param maxBytes how many bytes there is room for
	 * @return whether there was no room for all frames there may be; there may be room
	 * again already
	 */
	private boolean cut(int maxFrames, long maxBytes) {
		Burst burst = new Burst();
		try {
			this.cutter.cut(burst, maxFrames, maxBytes);
			this.connection.received(burst);
		}
		catch (FrameException ex) {
			this.ended = true;
			this.connection.received(burst);
			this.connection.fail(ex);
		}
		if (this.ended) {
			this.cutter.close();
		}
		else {
			this.cutter.count();
		}
		return burst.size() >= maxFrames || burst.bytes() >= maxBytes;
	}

	private Resumption pause(ChannelHandlerContext context) {
		this.paused = true;
		this.readsPaused = true;
		context.channel().config().setAutoRead(false);
		Resumption next = new Resumption(this, context);
		this.resumption = next;
		return next;
	}

	private void resume(ChannelHandlerContext context) {
		this.paused = false;
		if (!this.ended) {
			cut(context);
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
			cut(Integer.MAX_VALUE, Long.MAX_VALUE);
		}
		if (this.cutter.kept() > 0) {
			this.connection.truncated(this.cutter.kept());
		}
		this.ended = true;
		close();
		this.connection.inactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.connection.fail(cause);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		close();
	}

	private void close() {
		this.cutter.close();
		if (this.resumption != null) {
			this.resumption.cancel();
		}
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

	/**
	 * Has a reader go on. It may have to wait for long, but keeps nothing of a connection
	 * that was closed meanwhile.
	 */
	private static final class Resumption implements Runnable {

		private final AtomicReference<@Nullable Runnable> action;

		Resumption(FrameReader reader, ChannelHandlerContext context) {
			this.action = new AtomicReference<>(() -> context.executor().execute(() -> reader.resume(context)));
		}

		@Override
		public void run() {
			Runnable resume = this.action.getAndSet(null);
			if (resume != null) {
				resume.run();
			}
		}

		void cancel() {
			this.action.set(null);
		}

	}

}
