package io.netasync.transport;

import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Spring Integration's {@code soTimeout}: closes a connection on which nothing was read
 * for so long. As there, the time in which received messages are still handled does not
 * count, and a client that has just sent something may wait for the answer.
 *
 * @author net-async
 */
final class ReadTimeout extends ChannelInboundHandlerAdapter {

	private final NettyTcpConnection connection;

	private final long timeout;

	private @Nullable Future<?> check;

	ReadTimeout(NettyTcpConnection connection, int timeoutMillis) {
		this.connection = connection;
		this.timeout = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		schedule(context, this.timeout);
	}

	private void schedule(ChannelHandlerContext context, long delay) {
		this.check = context.executor().schedule(() -> check(context), delay, TimeUnit.NANOSECONDS);
	}

	private void check(ChannelHandlerContext context) {
		long now = System.nanoTime();
		long quiet = now - this.connection.listeningSince(now);
		if (!this.connection.isServer() && quiet < 2 * this.timeout) {
			quiet = Math.min(quiet, now - this.connection.lastSentNanos());
		}
		if (quiet < this.timeout) {
			schedule(context, this.timeout - quiet);
		}
		else {
			context.fireExceptionCaught(new SocketTimeoutException(
					"Nothing was read for " + TimeUnit.NANOSECONDS.toMillis(this.timeout) + " ms"));
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (this.check != null) {
			this.check.cancel(false);
		}
	}

}
