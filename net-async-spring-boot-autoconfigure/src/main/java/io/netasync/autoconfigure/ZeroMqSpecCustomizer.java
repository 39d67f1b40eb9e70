package io.netasync.autoconfigure;

import io.netasync.zeromq.ZeroMqSpec;

/**
 * Callback for beans that want to change how a ZeroMQ socket is configured, after its
 * properties have been applied. What JeroMQ's socket itself is to be told is for a
 * {@link io.netasync.zeromq.engine.SocketCustomizer}.
 *
 * @author net-async
 * @since 0.1.0
 */
@FunctionalInterface
public interface ZeroMqSpecCustomizer {

	/**
	 * Changes a socket.
	 * @param socket how it is configured so far
	 * @return how it is to be configured, with the same name
	 */
	ZeroMqSpec customize(ZeroMqSpec socket);

}
