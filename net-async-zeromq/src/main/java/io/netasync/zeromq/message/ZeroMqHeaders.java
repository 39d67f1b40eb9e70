package io.netasync.zeromq.message;

/**
 * Names of the headers of messages from and to ZeroMQ sockets, beside
 * {@code netasync_name}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ZeroMqHeaders {

	/**
	 * The topic of a published message, both ways: a frame of its own before the payload.
	 * A {@code String}; to send it may be a {@code byte[]}.
	 */
	public static final String TOPIC = "netasync_zeromq_topic";

	/**
	 * The way back to the peer of a {@code router} or {@code rep} socket: a
	 * {@code List<byte[]>}. A reply that has it finds its way.
	 */
	public static final String ENVELOPE = "netasync_zeromq_envelope";

	/**
	 * The identity of a peer of a {@code router}, a {@code byte[]}. On a message to send
	 * without an envelope it says which peer gets it, and may be a {@code String}.
	 */
	public static final String IDENTITY = "netasync_zeromq_identity";

	/**
	 * Which request of a {@code req} socket a message is or answers, a {@code Long}.
	 */
	public static final String CORRELATION = "netasync_zeromq_correlation";

	/**
	 * {@code true} on what an {@code xpub} receives when somebody subscribes,
	 * {@code false} when nobody does any more; the payload is the topic. To send by an
	 * {@code xsub}: {@code true} subscribes to the payload, {@code false} unsubscribes.
	 */
	public static final String SUBSCRIBE = "netasync_zeromq_subscribe";

	private ZeroMqHeaders() {
	}

}
