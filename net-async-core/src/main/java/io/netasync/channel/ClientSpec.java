package io.netasync.channel;

import java.time.Duration;
import java.util.List;

import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;

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
 * @author net-async
 * @since 0.1.0
 */
public record ClientSpec(String name, List<Endpoint> endpoints, ConnectionSpec connection, Duration connectTimeout,
		ReconnectPolicy reconnect, FailoverPolicy failover, Duration closeTimeout) {

	public ClientSpec {
		endpoints = List.copyOf(endpoints);
		endpoints.stream().filter(Endpoint::isUnix).findFirst().ifPresent(connection::requireUnixSockets);
		Assert.isTrue(connectTimeout.compareTo(Duration.ZERO) > 0, "'connect-timeout' must be greater than 0");
		Assert.isTrue(!closeTimeout.isNegative(), "'close-timeout' must not be negative");
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
