package io.netasync.channel;

import java.time.Duration;
import java.util.List;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.transport.ClientProxy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How a client is configured.
 *
 * @param name its name
 * @param endpoints where it may connect, the preferred one first
 * @param connection what servers have, too
 * @param connectTimeout how long connecting to one address may take
 * @param reconnect when it tries again
 * @param failover where it tries
 * @param closeTimeout how long closing waits for what is still to be sent
 * @param proxy the proxy it connects through, {@code null} for none
 * @author net-async
 * @since 0.1.0
 */
public record ClientSpec(String name, List<Endpoint> endpoints, ConnectionSpec connection, Duration connectTimeout,
		ReconnectPolicy reconnect, FailoverPolicy failover, Duration closeTimeout, @Nullable ClientProxy proxy) {

	public ClientSpec {
		endpoints = List.copyOf(endpoints);
		endpoints.stream().filter(Endpoint::isUnix).findFirst().ifPresent(connection::requireUnixSockets);
		Assert.isTrue(connectTimeout.compareTo(Duration.ZERO) > 0, "'connect-timeout' must be greater than 0");
		Assert.isTrue(!closeTimeout.isNegative(), "'close-timeout' must not be negative");
		Assert.isTrue(proxy == null || connection.kind() == Kind.NETTY,
				"'proxy' must not be set unless 'transport' is netty");
	}

	/**
	 * Creates a client that connects directly.
	 * @param name its name
	 * @param endpoints where it may connect, the preferred one first
	 * @param connection what servers have, too
	 * @param connectTimeout how long connecting to one address may take
	 * @param reconnect when it tries again
	 * @param failover where it tries
	 * @param closeTimeout how long closing waits for what is still to be sent
	 */
	public ClientSpec(String name, List<Endpoint> endpoints, ConnectionSpec connection, Duration connectTimeout,
			ReconnectPolicy reconnect, FailoverPolicy failover, Duration closeTimeout) {
		this(name, endpoints, connection, connectTimeout, reconnect, failover, closeTimeout, null);
	}

	/**
	 * Returns a client with the defaults.
	 * @param name its name
	 * @param endpoints where it may connect, the preferred one first
	 * @return the client
	 */
	public static ClientSpec of(String name, Endpoint... endpoints) {
		return new ClientSpec(name, List.of(endpoints), ConnectionSpec.defaults(), Duration.ofSeconds(5),
				ReconnectPolicy.defaults(), FailoverPolicy.defaults(), Duration.ofSeconds(5));
	}

}
