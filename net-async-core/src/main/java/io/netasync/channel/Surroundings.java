package io.netasync.channel;

import java.util.List;

import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;

/**
 * What {@link NetAsync} takes of the application around it for the clients and servers
 * that are made at run time: their defaults, their channels and what they are secured
 * with. Every method may be called by any thread.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Surroundings {

	/**
	 * Returns what a client starts from.
	 * @param name its name
	 * @return a client with the defaults and without addresses
	 */
	default ClientSpec client(String name) {
		return ClientSpec.of(name);
	}

	/**
	 * Returns what a server starts from.
	 * @param name its name
	 * @return a server with the defaults, for any free port
	 */
	default ServerSpec server(String name) {
		return ServerSpec.of(name, 0);
	}

	/**
	 * Has the last word on how a client is configured.
	 * @param client as it was set
	 * @return how it is to be configured, with the same name
	 */
	default ClientSpec customize(ClientSpec client) {
		return client;
	}

	/**
	 * Has the last word on how a server is configured.
	 * @param server as it was set
	 * @return how it is to be configured, with the same name
	 */
	default ServerSpec customize(ServerSpec server) {
		return server;
	}

	/**
	 * Returns where the sockets are that {@code ipc:} and an id name.
	 * @return node-ipc's defaults
	 */
	default IpcPaths ipc() {
		return IpcPaths.DEFAULTS;
	}

	/**
	 * Finds an SSL bundle.
	 * @param bundle its name
	 * @return what is needed for TLS
	 * @throws IllegalArgumentException if there is no such bundle
	 */
	default Tls tls(String bundle) {
		throw new IllegalArgumentException(
				"'ssl.bundle' is '%s', but there are no SSL bundles here: write ssl((ssl) -> ssl.tls(..))"
					.formatted(bundle));
	}

	/**
	 * Makes the channels of a client or server, or finds those that are there for it.
	 * @param name its name
	 * @param inbound the kind of the inbound channel, if it is to be made
	 * @return the channels
	 */
	default Channels channels(String name, Inbound inbound) {
		return Channels.create(inbound);
	}

	/**
	 * Takes back what {@link #channels} made. Called once when the client or server is
	 * closed, and for those that {@code channels} did not make, too.
	 * @param name the name of the client or server
	 */
	default void release(String name) {
	}

	/**
	 * Returns what finds the channels that replies name.
	 * @return the bean factory, {@code null} if there is none
	 */
	default @Nullable BeanFactory beanFactory() {
		return null;
	}

	/**
	 * Returns what wraps connections outside of the heartbeats.
	 * @return the interceptors, in order
	 */
	default List<TcpConnectionInterceptorFactory> interceptors() {
		return List.of();
	}

}
