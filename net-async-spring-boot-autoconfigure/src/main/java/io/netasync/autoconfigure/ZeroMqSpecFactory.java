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
import io.netasync.zeromq.engine.SocketSettings;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Makes ZeroMQ sockets and brokers of the properties: their own over those that all
 * share.
 *
 * @author net-async
 */
final class ZeroMqSpecFactory {

	private final NetAsyncProperties shared;

	private final SocketCustomizer customizer;

	private final ZeroMqSettingsFactory settings;

	private final BufferPolicyFactory buffers;

	private final PayloadSpecFactory payloads;

	ZeroMqSpecFactory(NetAsyncProperties shared, SocketCustomizer customizer,
			ConfigurableListableBeanFactory beanFactory) {
		this.shared = shared;
		this.customizer = customizer;
		this.settings = new ZeroMqSettingsFactory(shared);
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
			throw missing(PropertyPrefix.zeroMq(name), ZeroMqType.values());
		}
		return socket(name, type, socket);
	}

	private static NetAsyncConfigurationException missing(PropertyPrefix prefix, Enum<?>[] types) {
		String property = prefix.property("type");
		String all = Stream.of(types)
			.map((type) -> "'" + type.name().toLowerCase(Locale.ROOT).replace('_', '-') + "'")
			.collect(Collectors.joining(", "));
		return new NetAsyncConfigurationException(property, "The property '%s' is not set.".formatted(property),
				"Set '%s' to one of %s.".formatted(property, all), null);
	}

	private ZeroMqSpec socket(String name, ZeroMqType type, ZeroMqSocketProperties socket) {
		PropertyPrefix prefix = PropertyPrefix.zeroMq(name);
		SocketSettings settings = this.settings.socket(prefix, type, socket);
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

	ProxySpec proxy(String name, ZeroMqProxyProperties proxy) {
		PropertyPrefix prefix = PropertyPrefix.zeroMqProxy(name);
		ProxySpec.Type type = proxy.type();
		if (type == null) {
			throw missing(prefix, ProxySpec.Type.values());
		}
		ZeroMqProxyProperties.Side captureSide = proxy.capture();
		SocketSettings frontend = this.settings.side(prefix.group("frontend"), type.frontend(), proxy.frontend());
		SocketSettings backend = this.settings.side(prefix.group("backend"), type.backend(), proxy.backend());
		SocketSettings capture = (captureSide != null)
				? this.settings.side(prefix.group("capture"), ZeroMqType.PUB, captureSide) : null;
		prefix.group("backend")
			.require("heartbeat.interval",
					type != ProxySpec.Type.PARANOID_PIRATE || !backend.heartbeat().interval().isZero(),
					"must be greater than 0 for a paranoid pirate queue");
		return prefix
			.make(() -> new ProxySpec(name, proxy.context(), type, frontend, backend, capture, this.customizer));
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
