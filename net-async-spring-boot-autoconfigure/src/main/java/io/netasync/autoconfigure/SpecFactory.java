package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.netasync.autoconfigure.NetAsyncProperties.Reconnect;
import io.netasync.channel.ClientSpec;
import io.netasync.channel.ConnectionSpec;
import io.netasync.channel.IpcPaths;
import io.netasync.channel.ServerSpec;
import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.server.ServerLimits;
import io.netasync.server.SlowConsumer;
import io.netasync.transport.ChannelPipelineCustomizer.Owner;
import io.netasync.transport.ChannelPipelineCustomizer.Side;
import io.netasync.transport.ClientProxy;
import io.netasync.transport.ClientProxy.Type;
import io.netasync.transport.ProxyProtocol;
import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.StringUtils;

/**
 * Makes what the core needs of the properties: those of a client or server over those
 * that all share.
 *
 * @author net-async
 */
final class SpecFactory {

	private static final String UNLIMITED = "unlimited";

	private static final int MAX_PORT = 0xffff;

	private final AddressReader addresses;

	private final NetAsyncProperties shared;

	private final TlsFactory tls;

	private final ConnectionSpecFactory connections;

	SpecFactory(NetAsyncProperties shared, TlsFactory tls, SocketSpecFactory sockets,
			ConfigurableListableBeanFactory beanFactory) {
		this.shared = shared;
		this.addresses = new AddressReader(PropertyPrefix.shared()
			.group("ipc")
			.make(() -> new IpcPaths(shared.ipc().socketRoot(), shared.ipc().appspace())));
		this.tls = tls;
		this.connections = new ConnectionSpecFactory(shared, tls, sockets, beanFactory);
	}

	IpcPaths ipc() {
		return this.addresses.ipc();
	}

	/**
	 * Makes a client of the shared properties only.
	 * @param name its name
	 * @return the client, without addresses
	 */
	ClientSpec client(String name) {
		return client(PropertyPrefix.client(name), name, unset(NetAsyncClientProperties.class), List.of());
	}

	ClientSpec client(String name, NetAsyncClientProperties client) {
		PropertyPrefix prefix = PropertyPrefix.client(name);
		return client(prefix, name, client, this.addresses.endpoints(prefix, client.addresses()));
	}

	private ClientSpec client(PropertyPrefix prefix, String name, NetAsyncClientProperties client,
			List<Endpoint> endpoints) {
		prefix.require("connect-timeout", isPositive(client.connectTimeout()), "must be greater than 0");
		prefix.require("close-timeout", !client.closeTimeout().isNegative(), "must not be negative");
		FailoverPolicy failover = prefix.group("failover")
			.make(() -> new FailoverPolicy(client.failover().strategy(), client.failover().failbackAfter()));
		ConnectionSpec connection = this.connections.connection(prefix, new Owner(name, Side.CLIENT), client);
		ReconnectPolicy reconnect = reconnect(prefix, client.reconnect());
		ClientProxy proxy = proxy(prefix.group("proxy"), client.proxy());
		return prefix.make(() -> new ClientSpec(name, endpoints, connection, client.connectTimeout(), reconnect,
				failover, client.closeTimeout(), proxy));
	}

	private @Nullable ClientProxy proxy(PropertyPrefix prefix, NetAsyncClientProperties.@Nullable Proxy proxy) {
		if (proxy == null) {
			return null;
		}
		Type type = proxy.type();
		String address = proxy.address();
		if (type == null || address == null) {
			throw incomplete(prefix, (type != null) ? "address" : "type",
					(type != null) ? "the 'host:port' of the proxy" : "'socks5' or 'http'");
		}
		Endpoint endpoint = AddressReader.hostAndPort(prefix.property("address"), address);
		return prefix.make(() -> new ClientProxy(type, endpoint, text(proxy.username()), text(proxy.password())));
	}

	private static NetAsyncConfigurationException incomplete(PropertyPrefix prefix, String leaf, String value) {
		String property = prefix.property(leaf);
		return new NetAsyncConfigurationException(property,
				"The property '%s' is not set, but others of '%s' are.".formatted(property, prefix.name()),
				"Set '%s' to %s.".formatted(property, value), null);
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasLength(value) ? value : null;
	}

	/**
	 * Makes a server of the shared properties only.
	 * @param name its name
	 * @return the server, on any free port
	 */
	ServerSpec server(String name) {
		return server(name, unset(NetAsyncServerProperties.class), 0);
	}

	private static <T> T unset(Class<T> type) {
		return new Binder(List.of()).bindOrCreate("unset", type);
	}

	ServerSpec server(String name, NetAsyncServerProperties server) {
		PropertyPrefix prefix = PropertyPrefix.server(name);
		Integer port = server.port();
		if (AddressReader.isUnix(server.address())) {
			rejectPort(prefix, server);
			return server(name, server, 0);
		}
		if (port == null || port < 0 || port > MAX_PORT) {
			String property = prefix.property("port");
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is %s.".formatted(property, (port != null) ? port : "not set"),
					"Set '%s' to a port between 1 and 65535 (0 picks a free one).".formatted(property), null);
		}
		return server(name, server, port);
	}

	private static void rejectPort(PropertyPrefix prefix, NetAsyncServerProperties server) {
		if (server.port() != null) {
			String property = prefix.property("port");
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is %d, but '%s' is '%s', a Unix socket, which has no port.".formatted(property,
							server.port(), prefix.property("address"), server.address()),
					"Leave out '%s', or set '%s' to an address of this machine.".formatted(property,
							prefix.property("address")),
					null);
		}
	}

	private ServerSpec server(String name, NetAsyncServerProperties server, int port) {
		PropertyPrefix prefix = PropertyPrefix.server(name);
		prefix.require("drain-timeout", !server.drainTimeout().isNegative(), "must not be negative");
		prefix.require("worker-threads", server.workerThreads() > 0, "must be greater than 0");
		String address = this.addresses.local(prefix.property("address"), server.address());
		ConnectionSpec connection = this.connections.connection(prefix, new Owner(name, Side.SERVER), server);
		ServerLimits limits = limits(prefix, server);
		ProxyProtocol proxyProtocol = new ProxyProtocol(
				AddressReader.subnets(prefix.property("proxy-protocol.trusted"), server.proxyProtocol().trusted()));
		return prefix.make(() -> new ServerSpec(name, address, port, connection, limits, server.drainTimeout(),
				server.workerThreads(), server.socketPermissions(), proxyProtocol));
	}

	private static ServerLimits limits(PropertyPrefix prefix, NetAsyncServerProperties server) {
		SlowConsumer slow = prefix.group("slow-consumer")
			.make(() -> new SlowConsumer(server.slowConsumer().after(), server.slowConsumer().action()));
		return prefix.make(() -> new ServerLimits(server.maxConnections(), server.maxConnectionsPerAddress(),
				server.acceptRate(), AddressReader.subnets(prefix.property("allow"), server.allow()),
				AddressReader.subnets(prefix.property("deny"), server.deny()), server.firstFrameTimeout(),
				server.frameTimeout(), server.idleTimeout(), server.maxAge(), slow));
	}

	private ReconnectPolicy reconnect(PropertyPrefix prefix, ConnectionOverrides.@Nullable Reconnect own) {
		Reconnect shared = this.shared.reconnect();
		Reconnect reconnect = (own != null)
				? new Reconnect(ConnectionSpecFactory.or(own.delay(), shared.delay()),
						ConnectionSpecFactory.or(own.multiplier(), shared.multiplier()),
						ConnectionSpecFactory.or(own.maxDelay(), shared.maxDelay()),
						ConnectionSpecFactory.or(own.jitter(), shared.jitter()),
						ConnectionSpecFactory.or(own.stableAfter(), shared.stableAfter()),
						ConnectionSpecFactory.or(own.maxAttempts(), shared.maxAttempts()), shared.attemptsPerSecond())
				: shared;
		PropertyPrefix place = ConnectionSpecFactory.place(prefix, own, "reconnect");
		int maxAttempts = maxAttempts(place, reconnect.maxAttempts());
		return place.make(() -> new ReconnectPolicy(reconnect.delay(), reconnect.multiplier(), reconnect.maxDelay(),
				reconnect.jitter(), reconnect.stableAfter(), maxAttempts));
	}

	private static int maxAttempts(PropertyPrefix place, String text) {
		if (text.equalsIgnoreCase(UNLIMITED)) {
			return ReconnectPolicy.UNLIMITED;
		}
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			String property = place.property("max-attempts");
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is not a number: '%s'.".formatted(property, text),
					"Set '%s' to a number greater than 0 or to 'unlimited'.".formatted(property), ex);
		}
	}

	/**
	 * Finds an SSL bundle that is named at run time.
	 * @param bundle its name
	 * @return what is needed for TLS
	 */
	Tls tls(String bundle) {
		try {
			return Objects.requireNonNull(this.tls.create(new PropertyPrefix("ssl"), bundle));
		}
		catch (NetAsyncConfigurationException ex) {
			throw new IllegalArgumentException(ex.getMessage() + " " + ex.action(), ex);
		}
	}

	private static boolean isPositive(Duration duration) {
		return duration.compareTo(Duration.ZERO) > 0;
	}

}
