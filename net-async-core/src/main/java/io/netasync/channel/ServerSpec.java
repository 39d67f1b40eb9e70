package io.netasync.channel;

import java.time.Duration;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.server.ServerLimits;
import io.netasync.transport.ListenAddress;
import io.netasync.transport.ProxyProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How a server is configured.
 *
 * @param name its name
 * @param address the local address, {@code null} for all; or {@code unix:} and the path
 * of a Unix socket
 * @param port the port, 0 for any free one and with a Unix socket
 * @param connection what clients have, too
 * @param limits whom it admits and what its connections may do
 * @param drainTimeout how long closing waits for answers and for what is still to be sent
 * @param workerThreads how many handlers may run at a time
 * @param socketPermissions who may use the file of a Unix socket, as {@code ls} shows it
 * @param proxyProtocol which proxies are believed who the peer is
 * @author net-async
 * @since 0.1.0
 */
public record ServerSpec(String name, @Nullable String address, int port, ConnectionSpec connection,
		ServerLimits limits, Duration drainTimeout, int workerThreads, String socketPermissions,
		ProxyProtocol proxyProtocol) {

	public ServerSpec {
		ListenAddress listen = new ListenAddress(address, port, socketPermissions);
		address = listen.address();
		if (listen.isUnix()) {
			connection.requireUnixSockets(listen.endpoint(0));
			Assert.isTrue(!proxyProtocol.isOn(), () -> "'proxy-protocol.trusted' must be empty for "
					+ listen.endpoint(0) + ", whose peers have no address to trust");
		}
		Assert.isTrue(!drainTimeout.isNegative(), "'drain-timeout' must not be negative");
		Assert.isTrue(workerThreads > 0, "'worker-threads' must be greater than 0");
		Assert.isTrue(!proxyProtocol.isOn() || connection.kind() == Kind.NETTY,
				"'proxy-protocol.trusted' must be empty unless 'transport' is netty");
	}

	/**
	 * Creates a server that believes no proxy, and whose Unix socket, if it has one, is
	 * for its owner only.
	 * @param name its name
	 * @param address the local address, {@code null} for all; or {@code unix:} and the
	 * path of a Unix socket
	 * @param port the port, 0 for any free one and with a Unix socket
	 * @param connection what clients have, too
	 * @param limits whom it admits and what its connections may do
	 * @param drainTimeout how long closing waits for answers and for what is still to be
	 * sent
	 * @param workerThreads how many handlers may run at a time
	 */
	public ServerSpec(String name, @Nullable String address, int port, ConnectionSpec connection, ServerLimits limits,
			Duration drainTimeout, int workerThreads) {
		this(name, address, port, connection, limits, drainTimeout, workerThreads, ListenAddress.OWNER_ONLY,
				ProxyProtocol.off());
	}

	/**
	 * Returns where it listens.
	 * @return the address
	 */
	ListenAddress listenAddress() {
		return new ListenAddress(this.address, this.port, this.socketPermissions);
	}

	/**
	 * Returns a server with the defaults.
	 * @param name its name
	 * @param port the port, 0 for any free one
	 * @return the server
	 */
	public static ServerSpec of(String name, int port) {
		return new ServerSpec(name, null, port, ConnectionSpec.defaults(), ServerLimits.defaults(),
				Duration.ofSeconds(20), 64);
	}

}
