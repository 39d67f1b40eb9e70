package io.netasync.transport;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the end of a new channel's pipeline until the channel is ready for messages:
 * connected, admitted, through the TLS handshake and through what the application's
 * handlers do before they hand on that the channel is active. Everything happens in the
 * call that makes the channel ready, so nothing that comes right behind is missed.
 *
 * @author net-async
 */
abstract class Establisher extends ChannelInboundHandlerAdapter {

	private static final Log logger = LogFactory.getLog(Establisher.class);

	private final long timeoutMillis;

	private boolean over;

	Establisher(long timeoutMillis) {
		this.timeoutMillis = timeoutMillis;
	}

	/**
	 * Returns how long the TLS handshake may take, and then the application's handlers.
	 * @return milliseconds
	 */
	long timeoutMillis() {
		return this.timeoutMillis;
	}

	/**
	 * Tells whether a connected channel is welcome.
	 * @param channel the channel
	 * @return {@code false} to close it
	 */
	boolean admits(Channel channel) {
		return true;
	}

	/**
	 * Takes over a channel that is ready.
	 * @param channel the channel
	 */
	abstract void ready(Channel channel);

	/**
	 * Is told that the channel does not get ready and has been closed.
	 * @param cause why
	 */
	void failed(Throwable cause) {
	}

	/**
	 * Makes what stands between TLS and the application's handlers.
	 * @return the handler
	 */
	ChannelHandler threshold() {
		return new Threshold();
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		try {
			ready(context.channel());
			this.over = true;
			context.pipeline().remove(this);
		}
		catch (RuntimeException ex) {
			exceptionCaught(context, ex);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ReferenceCountUtil.release(message);
		exceptionCaught(context, new IllegalStateException(
				"A handler of the channel pipeline handed on what was read before it handed on channelActive"));
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		giveUp(context, new IOException("The connection was closed before it was ready"));
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		giveUp(context, cause);
	}

	private void giveUp(ChannelHandlerContext context, Throwable cause) {
		if (!this.over) {
			this.over = true;
			logger.debug("No connection on " + context.channel(), cause);
			context.close();
			failed(cause);
		}
	}

	/**
	 * Holds back that the channel is active until it may be used.
	 */
	private final class Threshold extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			SslHandler handler = context.pipeline().get(SslHandler.class);
			if (!admits(context.channel())) {
				context.close();
			}
			else if (handler == null) {
				pass(context, null);
			}
			else {
				handler.handshakeFuture().addListener((handshake) -> pass(context, handshake.cause()));
			}
		}

		private void pass(ChannelHandlerContext context, @Nullable Throwable failure) {
			Establisher establisher = Establisher.this;
			if (failure != null) {
				giveUp(context, failure);
				return;
			}
			context.pipeline().remove(this);
			context.fireChannelActive();
			if (!establisher.over) {
				// a handler waits for its peer
				context.channel().config().setAutoRead(true);
				context.executor()
					.schedule(
							() -> giveUp(context,
									new IOException("No handler of the channel pipeline handed on "
											+ "channelActive within " + establisher.timeoutMillis + " ms")),
							establisher.timeoutMillis, TimeUnit.MILLISECONDS);
			}
		}

	}

}
