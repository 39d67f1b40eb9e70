package io.netasync.channel;

import java.util.function.Function;

import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.request.RequestPolicy;
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
 * @param kind what carries the connections
 * @param dispatch where handlers run
 * @param codec writes and reads frames
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
public record ConnectionSpec(Kind kind, Dispatch dispatch, LengthHeaderSerializer codec, HeartbeatPolicy heartbeat,
		SendBufferPolicy sendBuffer, ReceiveBufferPolicy receiveBuffer,
		Function<Message<?>, @Nullable Object> conflationKey, Inbound inboundChannel, @Nullable Tls tls,
		boolean statusInInbound, RateLimit rateLimit, RequestPolicy requests, SocketSpec sockets) {

	public ConnectionSpec {
		Assert.isTrue(kind == Kind.NETTY || sockets.pipeline().isEmpty(),
				"'pipeline' customizers need the transport netty: write transport(NETTY), or have 'appliesTo' say no");
		Assert.isTrue(kind == Kind.NETTY || (sockets.options().isEmpty() && sockets.listenOptions().isEmpty()),
				"'options' and 'listen-options' need the transport netty: write transport(NETTY), or leave them out");
		Assert.isTrue(kind == Kind.NETTY || sockets.eventLoop() == null,
				"'event-loop' needs the transport netty: write transport(NETTY), or leave it out");
		Assert.isTrue(kind == Kind.NETTY || !sockets.compression().isOn(),
				"'compression' needs the transport netty: write transport(NETTY), or leave it out");
	}

	/**
	 * Returns the defaults: Netty, worker threads, a 4-byte length header and frames up
	 * to 1 MiB.
	 * @return the defaults
	 */
	public static ConnectionSpec defaults() {
		return new ConnectionSpec(Kind.NETTY, Dispatch.WORKER, new LengthHeaderSerializer(1024 * 1024),
				HeartbeatPolicy.defaults(), SendBufferPolicy.defaults(), ReceiveBufferPolicy.defaults(),
				(message) -> ReceivedMessage.header(message, NetAsyncHeaders.KEY), Inbound.DIRECT, null, false,
				RateLimit.NONE, RequestPolicy.defaults(), SocketSpec.defaults());
	}

	/**
	 * Returns how requests behave over what carries the connections.
	 * @return the policy
	 */
	RequestPolicy effectiveRequests() {
		return (this.kind == Kind.NIO) ? this.requests.withoutOrder() : this.requests;
	}

	OutboxOptions outbox() {
		return new OutboxOptions(this.codec, this.sendBuffer, this.conflationKey);
	}

	ReceiveBounds receiveBounds() {
		return new ReceiveBounds(this.receiveBuffer.maxMessages(), this.receiveBuffer.maxBytes());
	}

	/**
	 * Formats of a frame.
	 */
	public enum Format {

		/** A big-endian length, then so many bytes. */
		LENGTH_HEADER

	}

	/**
	 * What carries connections.
	 */
	public enum Kind {

		/** Netty. */
		NETTY,

		/** Spring Integration's own, one thread a connection. */
		NET,

		/** Spring Integration's own, with a selector. Does not keep the order. */
		NIO

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
