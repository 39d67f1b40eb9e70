package io.netasync.client;

import java.time.Duration;
import java.util.List;

import io.netasync.event.Endpoint;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.request.RequestPolicy;

/**
 * How a client behaves.
 *
 * @param name its name
 * @param endpoints where it may connect, the preferred one first
 * @param outbox how messages wait to be sent
 * @param reconnect when it tries again
 * @param failover where it tries
 * @param heartbeats whether peers are expected to be heard
 * @param requests how requests behave
 * @param closeTimeout how long closing waits for what is still to be sent
 * @author net-async
 * @since 0.1.0
 */
public record ClientOptions(String name, List<Endpoint> endpoints, OutboxOptions outbox, ReconnectPolicy reconnect,
		FailoverPolicy failover, boolean heartbeats, RequestPolicy requests, Duration closeTimeout) {

	public ClientOptions {
		endpoints = List.copyOf(endpoints);
	}

}
