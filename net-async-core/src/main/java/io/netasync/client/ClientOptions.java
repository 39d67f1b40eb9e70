package io.netasync.client;

import java.time.Duration;
import java.util.List;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.event.Endpoint;
import io.netasync.frame.Framing;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;

/**
 * How a client behaves.
 *
 * @param name its name
 * @param endpoints where it may connect, the preferred one first
 * @param framing measures what is sent
 * @param reconnect when it tries again
 * @param failover where it tries
 * @param sendBuffer how much may wait to be sent
 * @param heartbeats whether peers are expected to be heard
 * @param closeTimeout how long closing waits for what is still to be sent
 * @author net-async
 * @since 0.1.0
 */
public record ClientOptions(String name, List<Endpoint> endpoints, Framing framing, ReconnectPolicy reconnect,
		FailoverPolicy failover, SendBufferPolicy sendBuffer, boolean heartbeats, Duration closeTimeout) {

	public ClientOptions {
		endpoints = List.copyOf(endpoints);
	}

}
