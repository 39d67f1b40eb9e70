package io.netasync.autoconfigure;

import java.net.SocketAddress;

import io.netasync.transport.BindFailedException;

/**
 * A server of the properties could not listen.
 *
 * @author net-async
 */
class ServerBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String server;

	private final SocketAddress address;

	ServerBindException(String server, BindFailedException cause) {
		super("The server '%s' could not bind to %s".formatted(server, cause.address()), cause);
		this.server = server;
		this.address = cause.address();
	}

	String server() {
		return this.server;
	}

	SocketAddress address() {
		return this.address;
	}

}
