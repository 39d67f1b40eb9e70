package io.netasync.transport;

import java.util.concurrent.TimeUnit;

import io.netasync.event.DisconnectReason;
import io.netasync.frame.FrameException;
import io.netasync.frame.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The way in of one connection: collects bytes, cuts them into frames and hands all
 * frames of a read to the connection at once. Stops reading, with the bytes that came
 * already kept uncut, while there is no room for more, and while memory is tight in the
 * whole application.
 *
 * @author net-async
 */
final class FrameReader extends ChannelDuplexHandler {

	/** So many frames are cut at a time when a connection has ended. */
	private static final int LAST_FRAMES = 64;

	private final NettyTcpConnection connection;

	private final ReceiveRoom room;

	private final FrameCutter cutter;

	private final ReadPace pace;

	private volatile boolean ended;

	private boolean paused;

	/** Whether all that has come is read, room or not. */
	private boolean last;

	private volatile boolean held;

	private @Nullable Resumption resumption;

	private volatile boolean readsPaused;

	private volatile long lastRead = System.nanoTime();

	private volatile boolean framed;

	private volatile boolean inFrame;

	/** Set before the flag that makes it matter. */
	private volatile long frameSince;

	private volatile long lastMessage = this.lastRead;

	FrameReader(NettyTcpConnection connection, Framing framing, ReceiveRoom room, RateSetting rates) {
		this.pace = new ReadPace(rates);
		this.connection = connection;
		this.room = room;
		this.cutter = new FrameCutter(framing, room.budget());
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		heard();
		if (!(message instanceof ByteBuf bytes)) {
			ReferenceCountUtil.release(message);
			this.connection.abort(new IllegalStateException(
					"A handler of the channel pipeline handed on %s, but frames are read of bytes (%s)"
						.formatted(ClassUtils.getDescriptiveType(message), ByteBuf.class.getName())));
			return;
		}
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
			keep();
		}
	}

	/**
	 * Keeps what comes while nothing is read: epoll reads to the end once a peer has
	 * closed.
	 */
	private void keep() {
		this.cutter.count();
		if (this.room.budget().isUsedUp()) {
			giveUp();
		}
	}

	private void giveUp() {
		this.connection.fail(new ConnectionClosedException(DisconnectReason.OVERLOADED,
				"No memory for the last " + this.cutter.kept() + " bytes that came: 'memory-budget' is used up"));
		this.ended = true;
		this.cutter.close();
	}

	/**
	 * Cuts the frames that came before the end, as long as there is memory for them: a
	 * small message takes far more as a message than as bytes.
	 */
	private void cutLast() {
		boolean more = !this.ended;
		while (more && !this.ended) {
			if (this.room.budget().isUsedUp() && this.cutter.kept() > 0) {
				giveUp();
			}
			else {
				more = cut(LAST_FRAMES, Long.MAX_VALUE);
			}
		}
		if (!this.ended && this.connection.isWhole()) {
			Burst rest = new Burst();
			this.cutter.cutRest(rest);
			this.connection.received(rest);
		}
	}

	private void cut(ChannelHandlerContext context) {
		this.pace.look();
		boolean full = cut(this.pace.messages(this.room.freeMessages()), this.pace.bytes(this.room.freeBytes()));
		if (this.ended) {
			return;
		}
		long wait = this.pace.waitNanos();
		if (wait > 0) {
			this.inFrame = false;
			context.executor().schedule(pause(context), wait, TimeUnit.NANOSECONDS);
		}
		else if (full) {
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
		boolean full = burst.size() >= maxFrames || burst.bytes() >= maxBytes;
		note(burst, full);
		return full;
	}

	private void note(Burst burst, boolean full) {
		if (!burst.isEmpty()) {
			this.framed = true;
			this.pace.took(burst);
		}
		if (burst.hasMessages()) {
			this.lastMessage = this.lastRead;
		}
		boolean begun = !full && this.cutter.kept() > 0;
		if (begun && (!this.inFrame || !burst.isEmpty())) {
			this.frameSince = System.nanoTime();
		}
		this.inFrame = begun;
	}

	private Resumption pause(ChannelHandlerContext context) {
		this.paused = true;
		this.readsPaused = true;
		context.channel().config().setAutoRead(this.last);
		Resumption next = new Resumption(() -> context.executor().execute(() -> resume(context)));
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
		if (!hold) {
			// the peer has the whole time for a frame again
			this.frameSince = System.nanoTime();
		}
		this.held = hold;
		read(channel);
	}

	/**
	 * Reads to the end, and keeps what there is no room for yet.
	 * @param channel the channel, which is about to be closed
	 */
	void readLast(Channel channel) {
		this.last = true;
		channel.config().setAutoRead(true);
		channel.read();
	}

	private void read(Channel channel) {
		boolean stop = this.paused || this.held;
		if (!stop) {
			heard();
		}
		this.readsPaused = stop;
		channel.config().setAutoRead(this.last || !stop);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		cutLast();
		if (this.cutter.kept() > 0) {
			this.connection.truncated(this.cutter.kept());
		}
		this.ended = true;
		close();
		this.connection.inactive();
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		this.connection.closedByApplication();
		context.close(promise);
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

	/**
	 * Returns what came. By any thread.
	 * @param opened when the connection was opened
	 * @param lastOut when a message last left
	 * @return what the connection has done
	 */
	ConnectionActivity activity(long opened, long lastOut) {
		// the flag before the time
		boolean begun = this.inFrame && !this.held;
		return new ConnectionActivity(opened, this.framed, this.lastMessage, lastOut, begun, this.frameSince);
	}

	long lastRead() {
		return this.lastRead;
	}

}
