package io.netasync.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the end of a new channel's pipeline until the channel is ready for messages:
 * connected, and through the TLS handshake. Everything happens in the call that makes the
 * channel ready, so nothing that comes right behind is missed.
 *
 * @author net-async
 */
abstract class Establisher extends ChannelInboundHandlerAdapter {

	private static final Log logger = LogFactory.getLog(Establisher.class);

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

	@Override
	public void channelActive(ChannelHandlerContext context) {
		SslHandler handler = context.pipeline().get(SslHandler.class);
		if (!admits(context.channel())) {
			context.close();
		}
		else if (handler == null) {
			establish(context, null);
		}
		else {
			handler.handshakeFuture().addListener((handshake) -> establish(context, handshake.cause()));
		}
	}

	private void establish(ChannelHandlerContext context, @Nullable Throwable failure) {
		if (failure != null) {
			exceptionCaught(context, failure);
			return;
		}
		try {
			ready(context.channel());
			context.pipeline().remove(this);
		}
		catch (RuntimeException ex) {
			exceptionCaught(context, ex);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		logger.debug("No connection on " + context.channel(), cause);
		context.close();
		failed(cause);
	}

}
