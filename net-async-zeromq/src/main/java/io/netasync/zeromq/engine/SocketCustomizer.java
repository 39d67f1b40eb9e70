package io.netasync.zeromq.engine;

import org.zeromq.ZMQ;

/**
 * Changes a ZeroMQ socket before it binds or connects. Called on the thread that owns the
 * socket: must not block, and must not keep the socket, which no other thread may use.
 *
 * @author net-async
 * @since 0.1.0
 */
@FunctionalInterface
public interface SocketCustomizer {

	/**
	 * Changes a socket.
	 * @param name the name of the socket
	 * @param socket the socket, with all that is configured applied
	 */
	void customize(String name, ZMQ.Socket socket);

}
