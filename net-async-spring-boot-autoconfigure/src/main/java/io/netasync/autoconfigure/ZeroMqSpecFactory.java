package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.payload.PayloadCodec;
import io.netasync.zeromq.ProxySpec;
import io.netasync.zeromq.ZeroMqSpec;
import io.netasync.zeromq.ZeroMqSpec.Requests;
import io.netasync.zeromq.engine.SocketCustomizer;
import io.netasync.zeromq.engine.SocketSecurity;
import io.netasync.zeromq.engine.SocketSettings;
import io.netasync.zeromq.engine.SocketSettings.Heartbeat;
import io.netasync.zeromq.engine.SocketSettings.Reconnect;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Makes ZeroMQ sockets of the properties: those of the socket over those that all share.
 *
 * @author net-async
 */
final class ZeroMqSpecFactory {

	private final NetAsyncProperties shared;

	private final SocketCustomizer customizer;

	private final BufferPolicyFactory buffers;

	private final PayloadSpecFactory payloads;

	ZeroMqSpecFactory(NetAsyncProperties shared, SocketCustomizer customizer,
			ConfigurableListableBeanFactory beanFactory) {
		this.shared = shared;
		this.customizer = customizer;
		this.buffers = new BufferPolicyFactory(shared);
		this.payloads = new PayloadSpecFactory(shared, beanFactory);
	}

	/**
	 * Makes a socket of the shared properties only.
	 * @param name its name
	 * @return a pair without addresses
	 */
	ZeroMqSpec socket(String name) {
		ZeroMqSocketProperties unset = new Binder(List.of()).bindOrCreate("unset", ZeroMqSocketProperties.class);
		return socket(name, ZeroMqType.PAIR, unset);
	}

	ZeroMqSpec socket(String name, ZeroMqSocketProperties socket) {
		ZeroMqType type = socket.type();
		if (type == null) {
			String property = PropertyPrefix.zeroMq(name).property("type");
			throw new NetAsyncConfigurationException(property, "The property '%s' is not set.".formatted(property),
					"Set '%s' to one of %s.".formatted(property, types()), null);
		}
		return socket(name, type, socket);
	}

	private static String types() {
		return Stream.of(ZeroMqType.values())
			.map((type) -> "'" + type.name().toLowerCase(Locale.ROOT) + "'")
			.collect(Collectors.joining(", "));
	}

	private ZeroMqSpec socket(String name, ZeroMqType type, ZeroMqSocketProperties socket) {
		PropertyPrefix prefix = PropertyPrefix.zeroMq(name);
		SocketSettings settings = settings(prefix, type, socket);
		SendBufferPolicy sendBuffer = this.buffers.sendBuffer(prefix, socket.sendBuffer());
		ReceiveBufferPolicy receiveBuffer = this.buffers.receiveBuffer(prefix, socket.receiveBuffer());
		Requests requests = requests(prefix, socket.request());
		PayloadCodec payloads = this.payloads
			.payload(prefix, socket.payload(), socket.payloadType(), null, Format.LENGTH_HEADER)
			.codec(Format.LENGTH_HEADER, this.shared.frame().charset());
		return prefix.make(() -> new ZeroMqSpec(name, socket.context(), settings, sendBuffer, receiveBuffer, requests,
				payloads, this.buffers.conflationKey(prefix, socket.conflationKey()),
				or(socket.inboundChannel(), this.shared.inboundChannel()),
				or(socket.statusInInbound(), this.shared.statusInInbound()), socket.workerThreads(), this.customizer));
	}

	private SocketSettings settings(PropertyPrefix prefix, ZeroMqType type, ZeroMqSocketProperties socket) {
		List<String> topics = or(socket.topics(), SocketSettings.of(type).topics());
		Heartbeat heartbeat = heartbeat(prefix, socket.heartbeat());
		Reconnect reconnect = reconnect(prefix, socket.reconnect());
		SocketSecurity security = security(prefix.group("security"), socket.security());
		long maxSize = maxSize(socket.maxSize());
		return prefix.makeQuoting(() -> new SocketSettings(type, socket.bind(), socket.connect(), topics,
				socket.identity(), socket.sendHwm(), socket.receiveHwm(), maxSize, socket.linger(), heartbeat,
				reconnect, socket.immediate(), socket.lockStep(), socket.lastValueCache(), socket.worker(), security,
				socket.options()));
	}

	ProxySpec proxy(String name, ZeroMqProxyProperties proxy) {
		PropertyPrefix prefix = PropertyPrefix.zeroMqProxy(name);
		ProxySpec.Type type = proxy.type();
		if (type == null) {
			String property = prefix.property("type");
			throw new NetAsyncConfigurationException(property, "The property '%s' is not set.".formatted(property),
					"Set '%s' to one of 'router-dealer', 'xsub-xpub', 'pull-push', 'paranoid-pirate'."
						.formatted(property),
					null);
		}
		SocketSettings frontend = side(prefix.group("frontend"), type.frontend(), proxy.frontend());
		SocketSettings backend = side(prefix.group("backend"), type.backend(), proxy.backend());
		SocketSettings capture = (proxy.capture() != null)
				? side(prefix.group("capture"), ZeroMqType.PUB, proxy.capture()) : null;
		return prefix.make(() -> new ProxySpec(name, proxy.context(), type, frontend, backend, capture));
	}

	private SocketSettings side(PropertyPrefix prefix, ZeroMqType type, ZeroMqProxyProperties.Side side) {
		Heartbeat heartbeat = heartbeat(prefix, side.heartbeat());
		Reconnect reconnect = reconnect(prefix, side.reconnect());
		SocketSecurity security = security(prefix.group("security"), side.security());
		long maxSize = maxSize(side.maxSize());
		return prefix.makeQuoting(() -> new SocketSettings(type, side.bind(), side.connect(), List.of(), null,
				side.sendHwm(), side.receiveHwm(), maxSize, side.linger(), heartbeat, reconnect, true, false, false,
				false, security, side.options()));
	}

	private long maxSize(@Nullable DataSize own) {
		if (own != null) {
			return own.toBytes();
		}
		long shared = this.shared.frame().maxSize().toBytes();
		PropertyPrefix.shared().group("frame").require("max-size", shared > 0, "must be greater than 0");
		return shared;
	}

	private Heartbeat heartbeat(PropertyPrefix prefix, ZeroMqSocketProperties.@Nullable Heartbeat own) {
		NetAsyncProperties.Heartbeat shared = this.shared.heartbeat();
		Duration interval = or((own != null) ? own.interval() : null, shared.interval());
		Duration timeout = or((own != null) ? own.timeout() : null, shared.timeout());
		return ConnectionSpecFactory.place(prefix, own, "heartbeat")
			.make(() -> new Heartbeat(interval, timeout, (own != null) ? own.ttl() : Duration.ZERO));
	}

	private Reconnect reconnect(PropertyPrefix prefix, ZeroMqSocketProperties.@Nullable Reconnect own) {
		NetAsyncProperties.Reconnect shared = this.shared.reconnect();
		Duration delay = or((own != null) ? own.delay() : null, shared.delay());
		Duration maxDelay = or((own != null) ? own.maxDelay() : null, shared.maxDelay());
		return ConnectionSpecFactory.place(prefix, own, "reconnect").make(() -> new Reconnect(delay, maxDelay));
	}

	private static SocketSecurity security(PropertyPrefix place, ZeroMqSocketProperties.Security security) {
		return place.make(() -> new SocketSecurity(security.mechanism(), security.server(), text(security.username()),
				text(security.password()), security.users(), text(security.publicKey()), text(security.secretKey()),
				text(security.serverKey()), security.clientKeys()));
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasLength(value) ? value : null;
	}

	private Requests requests(PropertyPrefix prefix, ZeroMqSocketProperties.@Nullable Request own) {
		NetAsyncProperties.Request shared = this.shared.request();
		Duration timeout = or((own != null) ? own.timeout() : null, shared.timeout());
		int maxPending = or((own != null) ? own.maxPending() : null, shared.maxPending());
		int maxRetries = or((own != null) ? own.maxRetries() : null, shared.maxRetries());
		Duration retryAfter = (own != null) ? own.retryAfter() : Requests.defaults().retryAfter();
		return ConnectionSpecFactory.place(prefix, own, "request")
			.make(() -> new Requests(timeout, maxPending, retryAfter, maxRetries));
	}

	private static <T> T or(@Nullable T own, T shared) {
		return ConnectionSpecFactory.or(own, shared);
	}

}
