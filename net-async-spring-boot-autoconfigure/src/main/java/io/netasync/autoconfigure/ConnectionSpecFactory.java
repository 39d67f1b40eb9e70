package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import io.netasync.autoconfigure.NetAsyncProperties.Heartbeat;
import io.netasync.autoconfigure.NetAsyncProperties.Request;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ConnectionSpec;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.channel.PayloadSpec;
import io.netasync.channel.WireSpec;
import io.netasync.frame.FrameSpec;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.request.Correlation;
import io.netasync.request.RequestPolicy;
import io.netasync.transport.ChannelPipelineCustomizer.Owner;
import io.netasync.transport.RateLimit;
import io.netasync.transport.SocketSpec;
import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.messaging.Message;
import org.springframework.util.unit.DataSize;

/**
 * Makes what clients and servers have in common of the properties: those of the client or
 * server over the shared ones, group by group.
 *
 * @author net-async
 */
final class ConnectionSpecFactory {

	private final NetAsyncProperties shared;

	private final TlsFactory tls;

	private final FrameSpecFactory frames;

	private final SocketSpecFactory sockets;

	private final PayloadSpecFactory payloads;

	private final BufferPolicyFactory buffers;

	ConnectionSpecFactory(NetAsyncProperties shared, TlsFactory tls, SocketSpecFactory sockets,
			ConfigurableListableBeanFactory beanFactory) {
		this.shared = shared;
		this.tls = tls;
		this.frames = new FrameSpecFactory(shared.frame(), beanFactory);
		this.sockets = sockets;
		this.payloads = new PayloadSpecFactory(shared, beanFactory);
		this.buffers = new BufferPolicyFactory(shared);
	}

	ConnectionSpec connection(PropertyPrefix prefix, Owner owner, ConnectionOverrides own) {
		ConnectionOverrides.Ssl ssl = own.ssl();
		String bundle = (ssl != null) ? ssl.bundle() : null;
		Tls tls = this.tls.create(place(prefix, bundle, "ssl"), (bundle != null) ? bundle : this.shared.ssl().bundle());
		FrameSpec frame = this.frames.create(place(prefix, own.frame(), "frame"), own.frame());
		HeartbeatPolicy heartbeat = heartbeat(prefix, own.heartbeat());
		SendBufferPolicy sendBuffer = this.buffers.sendBuffer(prefix, own.sendBuffer());
		ReceiveBufferPolicy receiveBuffer = this.buffers.receiveBuffer(prefix, own.receiveBuffer());
		ConnectionOverrides.Heartbeat beat = own.heartbeat();
		String probe = (beat != null) ? beat.probe() : null;
		PayloadSpec payload = this.payloads.payload(prefix, own.payload(), own.payloadType(), own.frame(),
				frame.format());
		WireSpec wire = place(prefix, probe)
			.make(() -> new WireSpec(frame, payload, (probe != null) ? probe : sharedProbe(frame)));
		RateLimit rateLimit = rateLimit(prefix, own.rateLimit());
		RequestPolicy requests = requests(prefix, own.request());
		Kind transport = or(own.transport(), this.shared.transport());
		SocketSpec sockets = this.sockets.create(prefix, owner, transport.carrying(frame), own);
		Function<Message<?>, @Nullable Object> conflationKey = this.buffers.conflationKey(prefix, own.conflationKey());
		return place(prefix, own.transport())
			.make(() -> new ConnectionSpec(transport, or(own.dispatch(), this.shared.dispatch()), wire, heartbeat,
					sendBuffer, receiveBuffer, conflationKey, or(own.inboundChannel(), this.shared.inboundChannel()),
					tls, or(own.statusInInbound(), this.shared.statusInInbound()), rateLimit, requests, sockets));
	}

	private @Nullable String sharedProbe(FrameSpec frame) {
		// for those that have no heartbeat of their own
		return (frame.frames(null).heartbeat() == null) ? this.shared.heartbeat().probe() : null;
	}

	private HeartbeatPolicy heartbeat(PropertyPrefix prefix, ConnectionOverrides.@Nullable Heartbeat own) {
		Heartbeat shared = this.shared.heartbeat();
		Duration interval = or((own != null) ? own.interval() : null, shared.interval());
		Duration timeout = or((own != null) ? own.timeout() : null, shared.timeout());
		Duration stall = or((own != null) ? own.writeStallTimeout() : null, shared.writeStallTimeout());
		return place(prefix, own, "heartbeat").make(() -> new HeartbeatPolicy(interval, timeout, stall));
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

	static PropertyPrefix place(PropertyPrefix prefix, @Nullable Object own, String group) {
		return place(prefix, own).group(group);
	}

	static PropertyPrefix place(PropertyPrefix prefix, @Nullable Object own) {
		return (own != null) ? prefix : PropertyPrefix.shared();
	}

	static <T> T or(@Nullable T own, T shared) {
		return (own != null) ? own : shared;
	}

}
