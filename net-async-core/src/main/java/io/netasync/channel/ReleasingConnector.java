package io.netasync.channel;

import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.netasync.event.Endpoint;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionHandler;
import io.netasync.transport.Connector;
import io.netasync.transport.Dispatcher;
import io.netasync.transport.RateLimit;

/**
 * A connector that is followed by what its client leaves behind, as closing it is the
 * last thing a client does.
 *
 * @param connector the connector
 * @param release releases the rest
 * @author net-async
 */
record ReleasingConnector(Connector connector, Once release) implements Connector {

	@Override
	public CompletableFuture<Connection> connect(SocketAddress address, Endpoint endpoint,
			Function<Connection, ConnectionHandler> handler) {
		return this.connector.connect(address, endpoint, handler);
	}

	@Override
	public boolean hasUnixSockets() {
		return this.connector.hasUnixSockets();
	}

	@Override
	public Endpoint nextHop(Endpoint endpoint) {
		return this.connector.nextHop(endpoint);
	}

	@Override
	public Dispatcher dispatcher() {
		return this.connector.dispatcher();
	}

	@Override
	public boolean blocksOnWrite() {
		return this.connector.blocksOnWrite();
	}

	@Override
	public void rateLimit(RateLimit limit) {
		this.connector.rateLimit(limit);
	}

	@Override
	public void close() {
		try {
			this.connector.close();
		}
		finally {
			this.release.run();
		}
	}

}
