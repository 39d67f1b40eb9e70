package io.netasync.channel;

import java.time.Duration;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.server.ServerLimits;
import io.netasync.transport.ProxyProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How a server is configured.
 *
 * @param name its name
 * @param address the local address, {@code null} for all
 * @param port the port, 0 for any free one
 * @param connection what clients have, too
 * @param limits whom it admits and what its connections may do
 * @param drainTimeout how long closing waits for answers and for what is still to be sent
 * @param workerThreads how many handlers may run at a time
 * @param proxyProtocol which proxies are believed who the peer is
 * @author net-async
 * @since 0.1.0
 */
public record ServerSpec(String name, @Nullable String address, int port, ConnectionSpec connection,
		ServerLimits limits, Duration drainTimeout, int workerThreads, ProxyProtocol proxyProtocol) {

	private static final int MAX_PORT = 0xffff;

	public ServerSpec {
		Assert.isTrue(port >= 0 && port <= MAX_PORT, "'port' must be between 0 and 65535");
		Assert.isTrue(!drainTimeout.isNegative(), "'drain-timeout' must not be negative");
		Assert.isTrue(workerThreads > 0, "'worker-threads' must be greater than 0");
		Assert.isTrue(!proxyProtocol.isOn() || connection.kind() == Kind.NETTY,
				"'proxy-protocol.trusted' must be empty unless 'transport' is netty");
	}

	/**
	 * Creates a server that believes no proxy.
	 * @param name its name
	 * @param address the local address, {@code null} for all
	 * @param port the port, 0 for any free one
	 * @param connection what clients have, too
	 * @param limits whom it admits and what its connections may do
	 * @param drainTimeout how long closing waits for answers and for what is still to be
	 * sent
	 * @param workerThreads how many handlers may run at a time
	 */
	public ServerSpec(String name, @Nullable String address, int port, ConnectionSpec connection, ServerLimits limits,
			Duration drainTimeout, int workerThreads) {
		this(name, address, port, connection, limits, drainTimeout, workerThreads, ProxyProtocol.off());
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
