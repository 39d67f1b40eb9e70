package io.netasync.channel;

import java.util.function.Function;

import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.event.Endpoint;
import io.netasync.frame.BlockingFrames;
import io.netasync.frame.FrameFormat;
import io.netasync.frame.FrameSpec;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.payload.PayloadCodec;
import io.netasync.payload.SerializedPayloads;
import io.netasync.request.RequestPolicy;
import io.netasync.transport.ConnectionSettings;
import io.netasync.transport.KeepAlive;
import io.netasync.transport.RateLimit;
import io.netasync.transport.ReceiveBounds;
import io.netasync.transport.ReceivedMessage;
import io.netasync.transport.SocketSpec;
import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.util.Assert;

/**
 * What is configured alike for clients and servers.
 *
 * @param transport what carries the connections
 * @param dispatch where handlers run
 * @param wire what goes over the wire
 * @param heartbeat when heartbeats are sent and when a peer is dead
 * @param sendBuffer how much may wait to be sent
 * @param receiveBuffer how much may wait for its handler or to be fetched
 * @param conflationKey finds the key of a message, for buffers that conflate;
 * {@code null} for a message without one
 * @param inboundChannel the kind of the inbound channel
 * @param tls what is needed for TLS, {@code null} for plain connections
 * @param statusInInbound whether statuses are also sent to the inbound channel
 * @param rateLimit how fast each connection may be
 * @param requests how requests behave
 * @param sockets what is set of the sockets
 * @author net-async
 * @since 0.1.0
 */
public record ConnectionSpec(Kind transport, Dispatch dispatch, WireSpec wire, HeartbeatPolicy heartbeat,
		SendBufferPolicy sendBuffer, ReceiveBufferPolicy receiveBuffer,
		Function<Message<?>, @Nullable Object> conflationKey, Inbound inboundChannel, @Nullable Tls tls,
		boolean statusInInbound, RateLimit rateLimit, RequestPolicy requests, SocketSpec sockets) {

	/**
	 * Creates a specification.
	 * @param transport what carries the connections
	 * @param dispatch where handlers run
	 * @param wire what goes over the wire
	 * @param heartbeat when heartbeats are sent and when a peer is dead
	 * @param sendBuffer how much may wait to be sent
	 * @param receiveBuffer how much may wait for its handler or to be fetched
	 * @param conflationKey finds the key of a message, for buffers that conflate;
	 * {@code null} for a message without one
	 * @param inboundChannel the kind of the inbound channel
	 * @param tls what is needed for TLS, {@code null} for plain connections
	 * @param statusInInbound whether statuses are also sent to the inbound channel
	 * @param rateLimit how fast each connection may be
	 * @param requests how requests behave
	 * @param sockets what is set of the sockets
	 */
	// not a compact one, on which javac loses the annotations of type arguments
	public ConnectionSpec(Kind transport, Dispatch dispatch, WireSpec wire, HeartbeatPolicy heartbeat,
			SendBufferPolicy sendBuffer, ReceiveBufferPolicy receiveBuffer,
			Function<Message<?>, @Nullable Object> conflationKey, Inbound inboundChannel, @Nullable Tls tls,
			boolean statusInInbound, RateLimit rateLimit, RequestPolicy requests, SocketSpec sockets) {
		check(transport, wire, sockets);
		this.transport = transport;
		this.dispatch = dispatch;
		this.wire = wire;
		this.heartbeat = heartbeat;
		this.sendBuffer = sendBuffer;
		this.receiveBuffer = receiveBuffer;
		this.conflationKey = conflationKey;
		this.inboundChannel = inboundChannel;
		this.tls = tls;
		this.statusInInbound = statusInInbound;
		this.rateLimit = rateLimit;
		this.requests = requests;
		this.sockets = sockets;
	}

	private static void check(Kind transport, WireSpec wire, SocketSpec sockets) {
		Assert.isTrue(transport != Kind.NETTY || wire.frame().isIncremental(),
				"'transport' must not be netty with a deserializer that is no Framing and so has to block: "
						+ "leave it out, or set it to net");
		boolean netty = transport.carrying(wire.frame()) == Kind.NETTY;
		Assert.isTrue(netty || sockets.pipeline().isEmpty(),
				"'pipeline' customizers need the transport netty: write transport(NETTY), or have 'appliesTo' say no");
		Assert.isTrue(netty || (sockets.options().isEmpty() && sockets.listenOptions().isEmpty()),
				"'options' and 'listen-options' need the transport netty: write transport(NETTY), or leave them out");
		Assert.isTrue(netty || sockets.eventLoop() == null,
				"'event-loop' needs the transport netty: write transport(NETTY), or leave it out");
		Assert.isTrue(netty || !sockets.compression().isOn(),
				"'compression' needs the transport netty: write transport(NETTY), or leave it out");
	}

	/**
	 * Returns the defaults: Netty, worker threads, a 4-byte length header and frames up
	 * to 1 MiB.
	 * @return the defaults
	 */
	public static ConnectionSpec defaults() {
		return new ConnectionSpec(Kind.AUTO, Dispatch.WORKER, WireSpec.defaults(), HeartbeatPolicy.defaults(),
				SendBufferPolicy.defaults(), ReceiveBufferPolicy.defaults(),
				(message) -> ReceivedMessage.header(message, NetAsyncHeaders.KEY), Inbound.DIRECT, null, false,
				RateLimit.NONE, RequestPolicy.defaults(), SocketSpec.defaults());
	}

	/**
	 * Returns what carries the connections, chosen if it is not set.
	 * @return what
	 */
	public Kind kind() {
		return this.transport.carrying(this.wire.frame());
	}

	/**
	 * Returns the heartbeats that the frames can have.
	 * @param frames the frames
	 * @return the policy
	 */
	HeartbeatPolicy effectiveHeartbeat(FrameFormat frames) {
		return (frames.heartbeat() != null) ? this.heartbeat : this.heartbeat.withoutHeartbeats();
	}

	/**
	 * Returns the sockets, with TCP's own probes where the frames have no heartbeat.
	 * @param frames the frames
	 * @return the sockets
	 */
	SocketSpec effectiveSockets(FrameFormat frames) {
		boolean derived = frames.heartbeat() == null && this.sockets.keepAlive().equals(KeepAlive.NONE);
		return derived ? this.sockets.keepAlive(this.heartbeat.keepAlive()) : this.sockets;
	}

	/**
	 * Returns how requests behave over what carries the connections.
	 * @return the policy
	 */
	RequestPolicy effectiveRequests() {
		return (kind() == Kind.NIO) ? this.requests.withoutOrder() : this.requests;
	}

	/**
	 * Refuses what Unix sockets can't have.
	 * @param unix the Unix socket
	 */
	void requireUnixSockets(Endpoint unix) {
		Assert.isTrue(kind() == Kind.NETTY, () -> "'transport' must be netty for " + unix);
		Assert.isTrue(this.tls == null,
				() -> "'ssl.bundle' must be empty for " + unix + ", which has no name that a certificate could prove");
	}

	OutboxOptions outbox(ConnectionSettings settings) {
		PayloadCodec payloads = (settings.frames() instanceof BlockingFrames blocking)
				? new SerializedPayloads(settings.payloads(), blocking) : settings.payloads();
		return new OutboxOptions(payloads, settings.frames(), this.sendBuffer, this.conflationKey);
	}

	ReceiveBounds receiveBounds() {
		return new ReceiveBounds(this.receiveBuffer.maxMessages(), this.receiveBuffer.maxBytes());
	}

	/**
	 * What carries connections.
	 */
	public enum Kind {

		/** Netty, or what a deserializer that has to block needs. */
		AUTO,

		/** Netty. */
		NETTY,

		/** Spring Integration's own, one thread a connection. */
		NET,

		/** Spring Integration's own, with a selector. Does not keep the order. */
		NIO;

		/**
		 * Returns what carries connections with frames of a format.
		 * @param frame the format
		 * @return this, or what is chosen where that is left open
		 */
		public Kind carrying(FrameSpec frame) {
			if (this != AUTO) {
				return this;
			}
			return frame.isIncremental() ? NETTY : NET;
		}

	}

	/**
	 * Where handlers run.
	 */
	public enum Dispatch {

		/** On worker threads, which they may block. */
		WORKER,

		/** On the event loop, which they must not block. */
		EVENT_LOOP

	}

	/**
	 * The kind of an inbound channel.
	 */
	public enum Inbound {

		/** Messages are handed to its subscribers as they come. */
		DIRECT,

		/** Messages wait until they are fetched. */
		QUEUE

	}

}
