package io.netasync.channel;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.request.RequestPolicy;
import io.netasync.transport.ReceiveBounds;
import io.netasync.transport.ReceivedMessage;
import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

/**
 * What is configured alike for clients and servers.
 *
 * @param kind what carries the connections
 * @param dispatch where handlers run
 * @param codec writes and reads frames
 * @param heartbeat when heartbeats are sent and when a peer is dead
 * @param sendBuffer how much may wait to be sent
 * @param receiveBounds how much of what was received may wait for its handler
 * @param tls what is needed for TLS, {@code null} for plain connections
 * @param statusInInbound whether statuses are also sent to the inbound channel
 * @param requests how requests behave
 * @author net-async
 * @since 0.1.0
 */
public record ConnectionSpec(Kind kind, Dispatch dispatch, LengthHeaderSerializer codec, HeartbeatPolicy heartbeat,
		SendBufferPolicy sendBuffer, ReceiveBounds receiveBounds, @Nullable Tls tls, boolean statusInInbound,
		RequestPolicy requests) {

	/**
	 * Creates one whose requests behave as by default.
	 * @param kind what carries the connections
	 * @param dispatch where handlers run
	 * @param codec writes and reads frames
	 * @param heartbeat when heartbeats are sent and when a peer is dead
	 * @param sendBuffer how much may wait to be sent
	 * @param receiveBounds how much of what was received may wait for its handler
	 * @param tls what is needed for TLS, {@code null} for plain connections
	 * @param statusInInbound whether statuses are also sent to the inbound channel
	 */
	public ConnectionSpec(Kind kind, Dispatch dispatch, LengthHeaderSerializer codec, HeartbeatPolicy heartbeat,
			SendBufferPolicy sendBuffer, ReceiveBounds receiveBounds, @Nullable Tls tls, boolean statusInInbound) {
		this(kind, dispatch, codec, heartbeat, sendBuffer, receiveBounds, tls, statusInInbound,
				RequestPolicy.defaults());
	}

	/**
	 * Returns the same with other requests.
	 * @param policy how requests behave
	 * @return what is configured
	 */
	public ConnectionSpec withRequests(RequestPolicy policy) {
		return new ConnectionSpec(this.kind, this.dispatch, this.codec, this.heartbeat, this.sendBuffer,
				this.receiveBounds, this.tls, this.statusInInbound, policy);
	}

	/**
	 * Returns the defaults: Netty, worker threads, a 4-byte length header and frames up
	 * to 1 MiB.
	 * @return the defaults
	 */
	public static ConnectionSpec defaults() {
		return new ConnectionSpec(Kind.NETTY, Dispatch.WORKER, new LengthHeaderSerializer(1024 * 1024),
				HeartbeatPolicy.defaults(), SendBufferPolicy.defaults(), ReceiveBounds.defaults(), null, false);
	}

	OutboxOptions outbox() {
		return new OutboxOptions(this.codec, this.sendBuffer,
				(message) -> ReceivedMessage.header(message, NetAsyncHeaders.KEY));
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

}
