package io.netasync.transport;

import java.net.SocketAddress;

import io.netasync.transport.Acceptor.AcceptHandler;
import org.jspecify.annotations.Nullable;

/**
 * Admits everybody, as Spring Integration's own connection factories do.
 *
 * @author net-async
 */
final class Everybody implements AcceptHandler {

	@Override
	public boolean admits(SocketAddress peer) {
		return true;
	}

	@Override
	public void left(@Nullable SocketAddress peer) {
	}

	@Override
	public ConnectionHandler accepted(Connection connection) {
		return ConnectionHandler.NONE;
	}

}
