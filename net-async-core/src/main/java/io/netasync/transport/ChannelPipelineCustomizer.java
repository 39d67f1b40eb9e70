package io.netasync.transport;

import io.netty.channel.ChannelPipeline;

/**
 * Callback for beans that want handlers of their own in the pipeline of each connection:
 * for another layer of protocol, encryption, compression, logging or idle times. Runs for
 * each connection, on its event loop, before anything is read or written.
 * <p>
 * What is added last stands between TLS and the frames, and sees compressed bytes where
 * there is compression:
 *
 * <pre>
 *   socket | TLS | own handlers | compression | frames | messages
 * </pre>
 *
 * There, own handlers must hand on bytes ({@code ByteBuf}) both ways; anything else ends
 * the connection. They see {@code channelActive} when the peer is admitted and the TLS
 * handshake is done, and the connection counts as connected when they hand it on; until
 * then the time of the connect, or on servers of the handshake, runs on. A message counts
 * as sent when the promise that came with its bytes succeeds, so that must go with the
 * last byte it became; each message is written by itself. An exception ends the
 * connection, with the exception as the cause. Handlers run on the event loop and must
 * not block, and unless they are sharable each connection needs its own.
 * <p>
 * Connections of Spring Integration's own factories ({@code transport: net} or
 * {@code nio}) have no pipeline.
 *
 * @author net-async
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelPipelineCustomizer {

	/**
	 * Adds handlers to the pipeline of a new connection.
	 * @param pipeline the pipeline, with the handlers before those of net-async
	 * @param owner whose connection it is
	 */
	void customize(ChannelPipeline pipeline, Owner owner);

	/**
	 * Tells whether the connections of a client or server are to be customized at all.
	 * Asked once for each.
	 * @param owner the client or server
	 * @return {@code false} to leave them alone
	 */
	default boolean appliesTo(Owner owner) {
		return true;
	}

	/**
	 * The client or server that a connection is made for.
	 *
	 * @param name its name
	 * @param side which of the two it is
	 */
	record Owner(String name, Side side) {
	}

	/**
	 * The sides of a connection.
	 */
	enum Side {

		/** The one that connects. */
		CLIENT,

		/** The one that listens. */
		SERVER

	}

}
