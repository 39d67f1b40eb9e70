package io.netasync.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
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
 * Opens a connection to an endpoint: resolves its host anew and tries every address.
 *
 * @param connector opens a connection to an address
 * @param resolver finds the addresses
 * @param executor where names are resolved
 * @author net-async
 */
record ConnectionOpener(Connector connector, HostResolver resolver, Executor executor) {

	CompletableFuture<Connection> open(Endpoint endpoint, Function<Connection, ConnectionHandler> handler) {
		CompletableFuture<Connection> result = new CompletableFuture<>();
		this.executor.execute(() -> {
			try {
				tryNext(endpoint, this.resolver.resolve(endpoint.host()).iterator(), handler, result);
			}
			catch (Exception ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	private void tryNext(Endpoint endpoint, Iterator<InetAddress> addresses,
			Function<Connection, ConnectionHandler> handler, CompletableFuture<Connection> result) {
		InetSocketAddress address = new InetSocketAddress(addresses.next(), endpoint.port());
		this.connector.connect(address, endpoint, handler).whenComplete((connection, failure) -> {
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
