package io.netasync.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.netasync.client.ClientRuntime.HostResolver;
import io.netasync.event.Endpoint;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionHandler;
import io.netasync.transport.Connector;

/**
 * Opens a connection to an endpoint: resolves its host anew, or that of the proxy on the
 * way to it, and tries every address. There is nothing to resolve for a Unix socket.
 *
 * @param connector opens a connection to an address
 * @param resolver finds the addresses
 * @param executor where names are resolved
 * @author net-async
 */
record ConnectionOpener(Connector connector, HostResolver resolver, Executor executor) {

	CompletableFuture<Connection> open(Endpoint endpoint, Function<Connection, ConnectionHandler> handler) {
		CompletableFuture<Connection> result = new CompletableFuture<>();
		if (endpoint.isUnix()) {
			SocketAddress address = UnixDomainSocketAddress.of(endpoint.host());
			guarded(() -> tryNext(endpoint, List.of(address).iterator(), handler, result), result);
			return result;
		}
		this.executor.execute(() -> {
			try {
				tryNext(endpoint, addresses(endpoint), handler, result);
			}
			catch (Exception ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	private Iterator<? extends SocketAddress> addresses(Endpoint endpoint) throws UnknownHostException {
		Endpoint hop = this.connector.nextHop(endpoint);
		return this.resolver.resolve(hop.host())
			.stream()
			.map((address) -> new InetSocketAddress(address, hop.port()))
			.iterator();
	}

	private void tryNext(Endpoint endpoint, Iterator<? extends SocketAddress> addresses,
			Function<Connection, ConnectionHandler> handler, CompletableFuture<Connection> result) {
		this.connector.connect(addresses.next(), endpoint, handler).whenComplete((connection, failure) -> {
			if (failure == null) {
				result.complete(connection);
			}
			else if (addresses.hasNext()) {
				guarded(() -> tryNext(endpoint, addresses, handler, result), result);
			}
			else {
				result.completeExceptionally(unwrap(failure));
			}
		});
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private static void guarded(Runnable task, CompletableFuture<?> result) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

}
