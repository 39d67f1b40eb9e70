package io.netasync.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.netasync.event.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Listens for one server.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Acceptor extends AutoCloseable {

	/**
	 * Starts to listen; returns when connections are accepted.
	 * @param handler decides about connections
	 * @return where it listens: with the port that was picked, if any
	 * @throws BindFailedException if the address can't be bound
	 */
	Endpoint start(AcceptHandler handler);

	/**
	 * Changes how fast each connection may be, where the transport can. Does nothing by
	 * default.
	 * @param limit the limit from now on
	 */
	default void rateLimit(RateLimit limit) {
	}

	/**
	 * Stops to listen; the connections stay.
	 */
	void stopAccepting();

	/**
	 * Stops to listen and closes all connections.
	 */
	@Override
	void close();

	/**
	 * Decides about connections. Must not block.
	 */
	interface AcceptHandler {

		/**
		 * Tells whether a peer is welcome, before anything is done for it: with TLS,
		 * before the handshake.
		 * @param peer the peer; a peer on a Unix socket has no address of its own, so it
		 * is that of the server, a {@link java.net.UnixDomainSocketAddress}
		 * @return {@code false} to close the connection at once
		 */
		boolean admits(SocketAddress peer);

		/**
		 * Tells whether there is room for a connection of a trusted proxy, which has yet
		 * to name its peer.
		 * @param proxy the proxy
		 * @return {@code false} to close the connection at once
		 */
		default boolean admitsProxy(InetSocketAddress proxy) {
			return true;
		}

		/**
		 * Tells whether the peer is welcome that a proxy has named on a connection there
		 * was room for.
		 * @param peer the peer
		 * @return {@code false} to close the connection at once
		 */
		default boolean admitsNamed(InetSocketAddress peer) {
			return true;
		}

		/**
		 * Is told that a trusted proxy did not say who its peer is, or not in time, and
		 * that the connection is being closed for that.
		 * @param proxy the proxy
		 */
		default void mistrusted(InetSocketAddress proxy) {
		}

		/**
		 * Is told that a peer that was welcome is gone, once for each, whether it has
		 * become a connection or not.
		 * @param peer the peer, {@code null} if there was room for it and no proxy has
		 * named it, or it was then not welcome
		 */
		void left(@Nullable SocketAddress peer);

		/**
		 * Takes a connection that was admitted, before anything happens on it.
		 * @param connection the connection
		 * @return its handler
		 */
		ConnectionHandler accepted(Connection connection);

	}

}
