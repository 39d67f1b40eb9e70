package io.netasync.transport;

import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.netasync.event.Endpoint;

/**
 * Opens connections for one client.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Connector extends AutoCloseable {

	/**
	 * Opens a connection without waiting for it.
	 * @param address the resolved address of the next hop, or a
	 * {@link java.net.UnixDomainSocketAddress}
	 * @param endpoint the peer, to which that is the next hop
	 * @param handler makes the connection's handler, before anything happens on it; must
	 * not block
	 * @return the open connection, or why there is none
	 */
	CompletableFuture<Connection> connect(SocketAddress address, Endpoint endpoint,
			Function<Connection, ConnectionHandler> handler);

	/**
	 * Returns what is connected to when a connection to an endpoint is wanted.
	 * @param endpoint the endpoint
	 * @return the proxy on the way to it, without one the endpoint itself
	 */
	default Endpoint nextHop(Endpoint endpoint) {
		return endpoint;
	}

	/**
	 * Returns what delivers the messages of all connections of this connector, one after
	 * the other.
	 * @return the dispatcher
	 */
	Dispatcher dispatcher();

	/**
	 * Tells whether handing a message to a connection may block.
	 * @return {@code true} if it may
	 */
	boolean blocksOnWrite();

	/**
	 * Tells whether it can connect to Unix sockets. By default it can't.
	 * @return {@code true} if it can
	 */
	default boolean hasUnixSockets() {
		return false;
	}

	/**
	 * Changes how fast each connection may be, where the transport can. Does nothing by
	 * default.
	 * @param limit the limit from now on
	 */
	default void rateLimit(RateLimit limit) {
	}

	/**
	 * Closes all connections.
	 */
	@Override
	void close();

}
