package io.netasync.autoconfigure;

import java.time.Duration;

import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.ConnectionSpec.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of one server.
 *
 * @param address local address to listen on; without one, all
 * @param port port to listen on, 0 for any free one
 * @param maxConnections number of connections that are accepted at a time
 * @param drainTimeout longest time closing waits for answers and for what is still to be
 * sent
 * @param workerThreads number of handlers that may run at a time, unless threads are
 * virtual
 * @param frame how messages are told apart on the wire
 * @param heartbeat when heartbeats are sent and when a peer is dead
 * @param sendBuffer what may wait to be sent, for each connection
 * @param receiveBuffer what may wait to be handled, for each connection
 * @param request how requests to clients find their replies, for each connection
 * @param dispatch where handlers run
 * @param transport what carries the connections
 * @param conflationKey SpEL expression that finds the key of a message, for buffers with
 * the overflow policy 'conflate'
 * @param inboundChannel kind of the inbound channel
 * @param statusInInbound whether connection statuses are also sent to the inbound channel
 * @param ssl TLS
 * @author net-async
 * @since 0.1.0
 */
public record NetAsyncServerProperties(@Nullable String address, @Nullable Integer port,
		@DefaultValue("10000") int maxConnections, @DefaultValue("20s") Duration drainTimeout,
		@DefaultValue("64") int workerThreads, @Nullable Frame frame, @Nullable Heartbeat heartbeat,
		@Nullable SendBuffer sendBuffer, @Nullable ReceiveBuffer receiveBuffer, @Nullable Request request,
		@Nullable Dispatch dispatch, @Nullable Kind transport, @Nullable String conflationKey,
		@Nullable Inbound inboundChannel, @Nullable Boolean statusInInbound,
		@Nullable Ssl ssl) implements ConnectionOverrides {

}
