package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.transport.ClientProxy.Type;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of one client.
 *
 * @param addresses addresses of the server as 'host:port', 'unix:/path' or 'ipc:id', the
 * preferred one first
 * @param connectTimeout longest time connecting to one address may take
 * @param closeTimeout longest time closing waits for what is still to be sent
 * @param failover which address is tried next
 * @param reconnect when the client tries again
 * @param proxy proxy to connect through
 * @param frame how messages are told apart on the wire
 * @param payload how payloads are made into bytes and back: 'bytes', 'string', 'json' or
 * the name of a MessageConverter bean
 * @param payloadType name of the class that is made of what is received
 * @param heartbeat when heartbeats are sent and when the peer is dead
 * @param sendBuffer what may wait to be sent
 * @param receiveBuffer what may wait to be handled
 * @param rateLimit how fast each connection may be
 * @param request how requests find their replies
 * @param dispatch where handlers run
 * @param transport what carries the connection
 * @param compression whether what is sent is compressed
 * @param eventLoop threads of its own that move bytes, which end with the client; without
 * it, those that all share
 * @param options socket options by their names in Netty, over those that are shared
 * @param conflationKey SpEL expression that finds the key of a message, for buffers with
 * the overflow policy 'conflate'
 * @param inboundChannel kind of the inbound channel
 * @param statusInInbound whether connection statuses are also sent to the inbound channel
 * @param ssl TLS
 * @author net-async
 * @since 0.1.0
 */
public record NetAsyncClientProperties(@DefaultValue List<String> addresses,
		@DefaultValue("5s") Duration connectTimeout, @DefaultValue("5s") Duration closeTimeout,
		@DefaultValue Failover failover, @Nullable Reconnect reconnect, @Nullable Proxy proxy, @Nullable Frame frame,
		@Nullable String payload, @Nullable String payloadType, @Nullable Heartbeat heartbeat,
		@Nullable SendBuffer sendBuffer, @Nullable ReceiveBuffer receiveBuffer, @Nullable RateLimit rateLimit,
		@Nullable Request request, @Nullable Dispatch dispatch, @Nullable Kind transport,
		@Nullable Compression compression, @Nullable EventLoop eventLoop, @DefaultValue Map<String, String> options,
		@Nullable String conflationKey, @Nullable Inbound inboundChannel, @Nullable Boolean statusInInbound,
		@Nullable Ssl ssl) implements ConnectionOverrides {

	/**
	 * Which address is tried next.
	 *
	 * @param strategy order in which the addresses are tried
	 * @param failbackAfter time with another address after which the preferred one is
	 * tried again, 0 for never
	 */
	public record Failover(@DefaultValue("ordered") Strategy strategy, @DefaultValue("60s") Duration failbackAfter) {
	}

	/**
	 * Proxy to connect through, which resolves the names of the addresses.
	 *
	 * @param type protocol it speaks
	 * @param address its 'host:port'
	 * @param username name of the client there
	 * @param password password of the client there
	 */
	public record Proxy(@Nullable Type type, @Nullable String address, @Nullable String username,
			@Nullable String password) {

		@Override
		public String toString() {
			return "Proxy[type=%s, address=%s]".formatted(this.type, this.address);
		}

	}

}
