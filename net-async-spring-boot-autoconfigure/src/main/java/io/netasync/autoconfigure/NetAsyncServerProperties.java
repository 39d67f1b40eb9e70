package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.server.SlowConsumer.Action;
import io.netasync.transport.ListenAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of one server.
 *
 * @param address local address to listen on; without one, all. Or 'unix:/path' or
 * 'ipc:id' to listen on a Unix socket
 * @param port port to listen on, 0 for any free one; none with a Unix socket
 * @param socketPermissions who may use the file of a Unix socket, as 'ls' shows it; who
 * may write may connect
 * @param maxConnections number of connections that are accepted at a time
 * @param maxConnectionsPerAddress number of connections that are accepted at a time from
 * one address, or from one IPv6 network of 64 bits; 0 for no limit
 * @param acceptRate number of connections that are accepted in a second, 0 for no limit
 * @param allow subnets that connections may come from, such as '10.0.0.0/8'; without one,
 * all
 * @param deny subnets that connections may not come from, whatever is allowed
 * @param firstFrameTimeout longest time to the end of the first frame of a connection, 0
 * for no limit
 * @param frameTimeout longest time from the first byte of a frame to its last, 0 for no
 * limit
 * @param idleTimeout longest time without a message either way, 0 for no limit;
 * heartbeats don't count
 * @param maxAge age at which a connection is closed in an orderly way, 0 for no limit
 * @param slowConsumer what happens to a connection whose peer takes what is sent too
 * slowly
 * @param drainTimeout longest time closing waits for answers and for what is still to be
 * sent
 * @param workerThreads number of handlers that may run at a time, unless threads are
 * virtual
 * @param proxyProtocol which proxies are believed who the peer is
 * @param frame how messages are told apart on the wire
 * @param payload how payloads are made into bytes and back: 'bytes', 'string', 'json' or
 * the name of a MessageConverter bean
 * @param payloadType name of the class that is made of what is received
 * @param heartbeat when heartbeats are sent and when a peer is dead
 * @param sendBuffer what may wait to be sent, for each connection
 * @param receiveBuffer what may wait to be handled, for each connection
 * @param rateLimit how fast each connection may be
 * @param request how requests to clients find their replies, for each connection
 * @param dispatch where handlers run
 * @param transport what carries the connections
 * @param compression whether what is sent is compressed
 * @param eventLoop threads of its own that move bytes, which end with the server; without
 * it, those that all share
 * @param options socket options by their names in Netty, over those that are shared
 * @param listenOptions options of the socket that is listened on, by their names in Netty
 * @param conflationKey SpEL expression that finds the key of a message, for buffers with
 * the overflow policy 'conflate'
 * @param inboundChannel kind of the inbound channel
 * @param statusInInbound whether connection statuses are also sent to the inbound channel
 * @param ssl TLS
 * @author net-async
 * @since 0.1.0
 */
public record NetAsyncServerProperties(@Nullable String address, @Nullable Integer port,
		@DefaultValue(ListenAddress.OWNER_ONLY) String socketPermissions, @DefaultValue("10000") int maxConnections,
		@DefaultValue("0") int maxConnectionsPerAddress, @DefaultValue("0") int acceptRate,
		@DefaultValue List<String> allow, @DefaultValue List<String> deny,
		@DefaultValue("0s") Duration firstFrameTimeout, @DefaultValue("30s") Duration frameTimeout,
		@DefaultValue("0s") Duration idleTimeout, @DefaultValue("0s") Duration maxAge,
		@DefaultValue SlowConsumer slowConsumer, @DefaultValue("20s") Duration drainTimeout,
		@DefaultValue("64") int workerThreads, @DefaultValue ProxyProtocol proxyProtocol, @Nullable Frame frame,
		@Nullable String payload, @Nullable String payloadType, @Nullable Heartbeat heartbeat,
		@Nullable SendBuffer sendBuffer, @Nullable ReceiveBuffer receiveBuffer, @Nullable RateLimit rateLimit,
		@Nullable Request request, @Nullable Dispatch dispatch, @Nullable Kind transport,
		@Nullable Compression compression, @Nullable EventLoop eventLoop, @DefaultValue Map<String, String> options,
		@DefaultValue Map<String, String> listenOptions, @Nullable String conflationKey,
		@Nullable Inbound inboundChannel, @Nullable Boolean statusInInbound,
		@Nullable Ssl ssl) implements ConnectionOverrides {

	/**
	 * What happens to a connection whose peer takes what is sent too slowly.
	 *
	 * @param after time for which a connection has not taken what waited for it, after
	 * which it is slow, 0 for never
	 * @param action what happens then
	 */
	public record SlowConsumer(@DefaultValue("30s") Duration after, @DefaultValue("event") Action action) {
	}

	/**
	 * Which proxies are believed who the peer is.
	 *
	 * @param trusted subnets that proxies connect from, such as '10.0.0.0/8'; a
	 * connection from there must begin with a header of the PROXY protocol, version 1 or
	 * 2
	 */
	public record ProxyProtocol(@DefaultValue List<String> trusted) {
	}

}
