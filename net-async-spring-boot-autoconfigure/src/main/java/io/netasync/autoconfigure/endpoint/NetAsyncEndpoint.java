package io.netasync.autoconfigure.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.Endpoint;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The Actuator endpoint of all clients, servers and ZeroMQ sockets there are at the
 * moment. Reads snapshots, never a socket or a payload. What changes something needs
 * {@code management.endpoint.netasync.access=unrestricted}.
 *
 * @author net-async
 */
@org.springframework.boot.actuate.endpoint.annotation.Endpoint(id = "netasync", defaultAccess = Access.READ_ONLY)
class NetAsyncEndpoint {

	private final NetAsync netAsync;

	private final SocketOperations sockets;

	NetAsyncEndpoint(NetAsync netAsync, SocketOperations sockets) {
		this.netAsync = netAsync;
		this.sockets = sockets;
	}

	@ReadOperation
	AllDescriptor all() {
		Map<String, ClientDescriptor> clients = new TreeMap<>();
		this.netAsync.clients().forEach((client) -> clients.put(client.name(), ClientDescriptor.of(client)));
		Map<String, ServerDescriptor> servers = new TreeMap<>();
		this.netAsync.servers().forEach((server) -> servers.put(server.name(), ServerDescriptor.of(server)));
		Map<String, SocketDescriptor> sockets = new TreeMap<>();
		this.sockets.sockets().forEach((socket) -> sockets.put(socket.name(), socket));
		Map<String, BrokerDescriptor> brokers = new TreeMap<>();
		this.sockets.brokers().forEach((broker) -> brokers.put(broker.name(), broker));
		return new AllDescriptor(clients, servers, sockets, brokers);
	}

	@ReadOperation
	@Nullable Object one(@Selector String name) {
		Optional<Object> client = this.netAsync.client(name).map(ClientDescriptor::of);
		return client.or(() -> this.netAsync.server(name).map(ServerDescriptor::withConnections))
			.or(() -> this.sockets.sockets().filter((socket) -> socket.name().equals(name)).findFirst())
			.or(() -> this.sockets.brokers().filter((broker) -> broker.name().equals(name)).findFirst())
			.orElse(null);
	}

	@WriteOperation
	void operate(@Selector String name, Operation operation, @Nullable String addresses, @Nullable String value) {
		Optional<NetAsyncClient> client = this.netAsync.client(name);
		if (client.isPresent()) {
			operate(client.get(), operation, addresses);
		}
		else if (!this.sockets.operate(name, operation, value)) {
			operate(this.netAsync.server(name).orElseThrow(() -> unknown(name)), operation);
		}
	}

	private static void operate(NetAsyncClient client, Operation operation, @Nullable String addresses) {
		switch (operation) {
			case PAUSE -> client.pause();
			case RESUME -> client.resume();
			case RECONNECT -> client.reconnect();
			case ADDRESSES -> setAddresses(client, addresses);
			default -> throw notFor("client", operation);
		}
	}

	private static void setAddresses(NetAsyncClient client, @Nullable String addresses) {
		try {
			List<Endpoint> endpoints = Stream.of(((addresses != null) ? addresses : "").split(","))
				.map(Endpoint::parse)
				.toList();
			client.addresses(endpoints);
		}
		catch (IllegalArgumentException ex) {
			throw rejected("'addresses': " + ex.getMessage());
		}
	}

	private static void operate(NetAsyncServer server, Operation operation) {
		switch (operation) {
			case PAUSE -> server.pause();
			case RESUME -> server.resume();
			case DRAIN -> server.drain();
			default -> throw notFor("server", operation);
		}
	}

	@DeleteOperation
	void close(@Selector String name) {
		if (!this.netAsync.close(name)) {
			throw unknown(name);
		}
	}

	@DeleteOperation
	void closeConnection(@Selector String name, @Selector String connectionId) {
		NetAsyncConnection connection = this.netAsync.server(name)
			.flatMap((server) -> server.connection(connectionId))
			.orElseThrow(() -> rejected("'%s' has no connection '%s'".formatted(name, connectionId)));
		connection.close();
	}

	static InvalidEndpointRequestException notFor(String side, Operation operation) {
		return rejected("'%s' is not for a %s".formatted(operation.name().toLowerCase(Locale.ROOT), side));
	}

	private static InvalidEndpointRequestException unknown(String name) {
		return rejected("There is no client, server or socket '%s'".formatted(name));
	}

	static InvalidEndpointRequestException rejected(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * What can be done to a client, a server or a socket.
	 */
	enum Operation {

		/** Stop reading and writing. */
		PAUSE,

		/** Go on. */
		RESUME,

		/** Give up the connection of a client for a new one. */
		RECONNECT,

		/** Change where a client connects. */
		ADDRESSES,

		/** Let what is under way on a server finish. */
		DRAIN,

		/** Listen at one more address with a socket. */
		BIND,

		/** Listen no more at an address. */
		UNBIND,

		/** Connect a socket to one more peer. */
		CONNECT,

		/** Drop a peer. */
		DISCONNECT,

		/** Subscribe to a topic. */
		SUBSCRIBE,

		/** Take a subscription back. */
		UNSUBSCRIBE

	}

}
