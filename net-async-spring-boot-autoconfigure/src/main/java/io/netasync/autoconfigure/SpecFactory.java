package io.netasync.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import io.netasync.autoconfigure.NetAsyncProperties.Frame;
import io.netasync.autoconfigure.NetAsyncProperties.Heartbeat;
import io.netasync.autoconfigure.NetAsyncProperties.ReceiveBuffer;
import io.netasync.autoconfigure.NetAsyncProperties.Reconnect;
import io.netasync.autoconfigure.NetAsyncProperties.Request;
import io.netasync.autoconfigure.NetAsyncProperties.SendBuffer;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ClientSpec;
import io.netasync.channel.ConnectionSpec;
import io.netasync.channel.ServerSpec;
import io.netasync.event.Endpoint;
import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.request.Correlation;
import io.netasync.request.RequestPolicy;
import io.netasync.server.ServerLimits;
import io.netasync.server.SlowConsumer;
import io.netasync.transport.RateLimit;
import io.netasync.transport.Subnet;
import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.messaging.Message;
import org.springframework.util.unit.DataSize;

/**
 * Makes what the core needs of the properties: those of a client or server over those
 * that all share.
 *
 * @author net-async
 */
final class SpecFactory {

	private static final String UNLIMITED = "unlimited";

	private static final int MAX_PORT = 0xffff;

	private final NetAsyncProperties shared;

	private final TlsFactory tls;

	SpecFactory(NetAsyncProperties shared, TlsFactory tls) {
		this.shared = shared;
		this.tls = tls;
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
		return client(prefix, name, client, endpoints(prefix, client.addresses()));
	}

	private ClientSpec client(PropertyPrefix prefix, String name, NetAsyncClientProperties client,
			List<Endpoint> endpoints) {
		prefix.require("connect-timeout", isPositive(client.connectTimeout()), "must be greater than 0");
		prefix.require("close-timeout", !client.closeTimeout().isNegative(), "must not be negative");
		FailoverPolicy failover = prefix.group("failover")
			.make(() -> new FailoverPolicy(client.failover().strategy(), client.failover().failbackAfter()));
		return new ClientSpec(name, endpoints, connection(prefix, client), client.connectTimeout(),
				reconnect(prefix, client.reconnect()), failover, client.closeTimeout());
	}

	private static List<Endpoint> endpoints(PropertyPrefix prefix, List<String> addresses) {
		if (addresses.isEmpty()) {
			String property = prefix.property("addresses");
			throw new NetAsyncConfigurationException(property, "The property '%s' is empty.".formatted(property),
					"Set '%s' to one or more 'host:port', such as 'localhost:7000', the preferred one first."
						.formatted(property),
					null);
		}
		List<Endpoint> endpoints = new ArrayList<>();
		for (String address : addresses) {
			endpoints.add(endpoint(prefix.property("addresses[%d]".formatted(endpoints.size())), address));
		}
		return endpoints;
	}

	private static Endpoint endpoint(String property, String address) {
		try {
			return Endpoint.parse(address);
		}
		catch (IllegalArgumentException ex) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is not an address: %s.".formatted(property, ex.getMessage()),
					"Set '%s' to 'host:port', such as 'localhost:7000' or '[::1]:7000'.".formatted(property), ex);
		}
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
		if (port == null || port < 0 || port > MAX_PORT) {
			String property = prefix.property("port");
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is %s.".formatted(property, (port != null) ? port : "not set"),
					"Set '%s' to a port between 1 and 65535 (0 picks a free one).".formatted(property), null);
		}
		return server(name, server, port);
	}

	private ServerSpec server(String name, NetAsyncServerProperties server, int port) {
		PropertyPrefix prefix = PropertyPrefix.server(name);
		prefix.require("drain-timeout", !server.drainTimeout().isNegative(), "must not be negative");
		prefix.require("worker-threads", server.workerThreads() > 0, "must be greater than 0");
		return new ServerSpec(name, address(prefix.property("address"), server.address()), port,
				connection(prefix, server), limits(prefix, server), server.drainTimeout(), server.workerThreads());
	}

	private static ServerLimits limits(PropertyPrefix prefix, NetAsyncServerProperties server) {
		SlowConsumer slow = prefix.group("slow-consumer")
			.make(() -> new SlowConsumer(server.slowConsumer().after(), server.slowConsumer().action()));
		return prefix.make(() -> new ServerLimits(server.maxConnections(), server.maxConnectionsPerAddress(),
				server.acceptRate(), subnets(prefix.property("allow"), server.allow()),
				subnets(prefix.property("deny"), server.deny()), server.firstFrameTimeout(), server.frameTimeout(),
				server.idleTimeout(), server.maxAge(), slow));
	}

	private static List<Subnet> subnets(String property, List<String> texts) {
		List<Subnet> subnets = new ArrayList<>();
		for (String text : texts) {
			try {
				subnets.add(Subnet.parse(text));
			}
			catch (IllegalArgumentException ex) {
				String element = "%s[%d]".formatted(property, subnets.size());
				throw new NetAsyncConfigurationException(element,
						"The property '%s' is not a subnet: '%s'.".formatted(element, text),
						"Set '%s' to a subnet, such as '10.0.0.0/8' or '2001:db8::/32', or to a single address."
							.formatted(element),
						ex);
			}
		}
		return subnets;
	}

	private static @Nullable String address(String property, @Nullable String address) {
		if (address == null || address.isBlank()) {
			return null;
		}
		try {
			InetAddress.getByName(address);
			return address;
		}
		catch (UnknownHostException ex) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is not an address: '%s'.".formatted(property, address),
					"Set '%s' to an address of this machine, such as 127.0.0.1, or leave it out to listen on all."
						.formatted(property),
					ex);
		}
	}

	private ConnectionSpec connection(PropertyPrefix prefix, ConnectionOverrides own) {
		ConnectionOverrides.Ssl ssl = own.ssl();
		String bundle = (ssl != null) ? ssl.bundle() : null;
		Tls tls = this.tls.create(place(prefix, bundle, "ssl"), (bundle != null) ? bundle : this.shared.ssl().bundle());
		LengthHeaderSerializer codec = codec(prefix, own.frame());
		HeartbeatPolicy heartbeat = heartbeat(prefix, own.heartbeat());
		SendBufferPolicy sendBuffer = sendBuffer(prefix, own.sendBuffer());
		ReceiveBufferPolicy receiveBuffer = receiveBuffer(prefix, own.receiveBuffer());
		return new ConnectionSpec(or(own.transport(), this.shared.transport()),
				or(own.dispatch(), this.shared.dispatch()), codec, heartbeat, sendBuffer, receiveBuffer,
				conflationKey(prefix, own.conflationKey()), or(own.inboundChannel(), this.shared.inboundChannel()), tls,
				or(own.statusInInbound(), this.shared.statusInInbound()), rateLimit(prefix, own.rateLimit()),
				requests(prefix, own.request()));
	}

	private LengthHeaderSerializer codec(PropertyPrefix prefix, ConnectionOverrides.@Nullable Frame own) {
		Frame shared = this.shared.frame();
		Frame frame = (own != null) ? new Frame(or(own.format(), shared.format()), or(own.maxSize(), shared.maxSize()),
				or(own.headerSize(), shared.headerSize()), or(own.inclusive(), shared.inclusive())) : shared;
		PropertyPrefix place = place(prefix, own, "frame");
		long maxSize = frame.maxSize().toBytes();
		place.require("max-size", maxSize <= Integer.MAX_VALUE, "must be less than 2GB");
		return place.make(() -> new LengthHeaderSerializer(frame.headerSize(), frame.inclusive(), (int) maxSize));
	}

	private HeartbeatPolicy heartbeat(PropertyPrefix prefix, ConnectionOverrides.@Nullable Heartbeat own) {
		Heartbeat shared = this.shared.heartbeat();
		Heartbeat heartbeat = (own != null) ? new Heartbeat(or(own.interval(), shared.interval()),
				or(own.timeout(), shared.timeout()), or(own.writeStallTimeout(), shared.writeStallTimeout())) : shared;
		return place(prefix, own, "heartbeat")
			.make(() -> new HeartbeatPolicy(heartbeat.interval(), heartbeat.timeout(), heartbeat.writeStallTimeout()));
	}

	private SendBufferPolicy sendBuffer(PropertyPrefix prefix, ConnectionOverrides.@Nullable SendBuffer own) {
		SendBuffer shared = this.shared.sendBuffer();
		SendBuffer buffer = (own != null)
				? new SendBuffer(or(own.maxMessages(), shared.maxMessages()), or(own.maxSize(), shared.maxSize()),
						or(own.maxAge(), shared.maxAge()), or(own.overflow(), shared.overflow()),
						or(own.blockTimeout(), shared.blockTimeout()), or(own.retryLimit(), shared.retryLimit()))
				: shared;
		return place(prefix, own, "send-buffer")
			.make(() -> new SendBufferPolicy(buffer.maxMessages(), buffer.maxSize().toBytes(), buffer.maxAge(),
					buffer.overflow(), buffer.blockTimeout(), buffer.retryLimit()));
	}

	private ReceiveBufferPolicy receiveBuffer(PropertyPrefix prefix, ConnectionOverrides.@Nullable ReceiveBuffer own) {
		ReceiveBuffer shared = this.shared.receiveBuffer();
		ReceiveBuffer buffer = (own != null) ? new ReceiveBuffer(or(own.maxMessages(), shared.maxMessages()),
				or(own.maxSize(), shared.maxSize()), or(own.overflow(), shared.overflow())) : shared;
		return place(prefix, own, "receive-buffer")
			.make(() -> new ReceiveBufferPolicy(buffer.maxMessages(), buffer.maxSize().toBytes(), buffer.overflow()));
	}

	private Function<Message<?>, @Nullable Object> conflationKey(PropertyPrefix prefix, @Nullable String own) {
		String expression = (own != null) ? own : this.shared.conflationKey();
		PropertyPrefix place = (own != null) ? prefix : PropertyPrefix.shared();
		return (expression != null) ? KeyExpression.of(place.property("conflation-key"), expression)
				: ConnectionSpec.defaults().conflationKey();
	}

	private RateLimit rateLimit(PropertyPrefix prefix, ConnectionOverrides.@Nullable RateLimit own) {
		NetAsyncProperties.RateLimit shared = this.shared.rateLimit();
		long messagesIn = or((own != null) ? own.messagesIn() : null, shared.messagesIn());
		DataSize bytesIn = or((own != null) ? own.bytesIn() : null, shared.bytesIn());
		long messagesOut = or((own != null) ? own.messagesOut() : null, shared.messagesOut());
		DataSize bytesOut = or((own != null) ? own.bytesOut() : null, shared.bytesOut());
		return place(prefix, own, "rate-limit")
			.make(() -> new RateLimit(messagesIn, bytesIn.toBytes(), messagesOut, bytesOut.toBytes()));
	}

	private RequestPolicy requests(PropertyPrefix prefix, ConnectionOverrides.@Nullable Request own) {
		Request shared = this.shared.request();
		Request request = (own != null) ? new Request(or(own.correlation(), shared.correlation()),
				or(own.timeout(), shared.timeout()), or(own.maxPending(), shared.maxPending()),
				or(own.maxRetries(), shared.maxRetries()), or(own.requestKey(), shared.requestKey()),
				(own.replyKey() != null) ? own.replyKey() : shared.replyKey()) : shared;
		PropertyPrefix place = place(prefix, own, "request");
		boolean keyed = request.correlation() == Correlation.KEY;
		Function<Message<?>, @Nullable Object> requestKey = keyed ? key(place, "request-key", request.requestKey())
				: RequestPolicy.NO_KEY;
		Function<Message<?>, @Nullable Object> replyKey = keyed ? key(place, "reply-key", request.replyKey())
				: RequestPolicy.NO_KEY;
		return place.make(() -> new RequestPolicy(request.correlation(), request.timeout(), request.maxPending(),
				request.maxRetries(), requestKey, replyKey));
	}

	private static Function<Message<?>, @Nullable Object> key(PropertyPrefix place, String leaf,
			@Nullable String expression) {
		String property = place.property(leaf);
		if (expression == null || expression.isBlank()) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is not set, but 'correlation: key' needs it.".formatted(property),
					"Set '%s' to a SpEL expression on the message, such as \"new String(payload, 0, 8)\"."
						.formatted(property),
					null);
		}
		return KeyExpression.of(property, expression);
	}

	private ReconnectPolicy reconnect(PropertyPrefix prefix, ConnectionOverrides.@Nullable Reconnect own) {
		Reconnect shared = this.shared.reconnect();
		Reconnect reconnect = (own != null) ? new Reconnect(or(own.delay(), shared.delay()),
				or(own.multiplier(), shared.multiplier()), or(own.maxDelay(), shared.maxDelay()),
				or(own.jitter(), shared.jitter()), or(own.stableAfter(), shared.stableAfter()),
				or(own.maxAttempts(), shared.maxAttempts()), shared.attemptsPerSecond()) : shared;
		PropertyPrefix place = place(prefix, own, "reconnect");
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

	private static PropertyPrefix place(PropertyPrefix prefix, @Nullable Object own, String group) {
		return ((own != null) ? prefix : PropertyPrefix.shared()).group(group);
	}

	private static <T> T or(@Nullable T own, T shared) {
		return (own != null) ? own : shared;
	}

	private static boolean isPositive(Duration duration) {
		return duration.compareTo(Duration.ZERO) > 0;
	}

}
