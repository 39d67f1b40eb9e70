package io.netasync.channel;

import io.netasync.payload.NodeIpcPayloads;
import io.netasync.request.Requests;

/**
 * Names of message headers, beside those of Spring Integration's
 * {@link org.springframework.integration.ip.IpHeaders}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class NetAsyncHeaders {

	/** The name of the client or server a message came through. */
	public static final String NAME = "netasync_name";

	/** {@code true} to send a message to all connections of a server. */
	public static final String BROADCAST = "netasync_broadcast";

	/**
	 * When a message to send expires: an {@link java.time.Instant}, a
	 * {@link java.util.Date}, or milliseconds since 1970. Spring Integration's
	 * {@code expirationDate} is understood, too.
	 */
	public static final String EXPIRES = "netasync_expires";

	/**
	 * The key of a message: with the overflow policy {@code conflate} it takes the place
	 * of the one that waits with the same key.
	 */
	public static final String KEY = "netasync_key";

	/**
	 * {@code true} for a request that the peer may get more than once: it is sent again
	 * if its connection ends before the reply has come.
	 */
	public static final String IDEMPOTENT = Requests.IDEMPOTENT;

	/**
	 * {@code true} on a message that is the reply to a request that had ended before it
	 * came.
	 */
	public static final String LATE_REPLY = Requests.LATE_REPLY;

	/**
	 * The type of a message of node-ipc, both ways; {@code message} where a message to
	 * send has none.
	 */
	public static final String TYPE = NodeIpcPayloads.TYPE;

	/**
	 * The id that the peer of a server gave itself, in the {@code data.id} of a message
	 * of node-ipc. On a message to send without {@code ip_connectionId} it names the
	 * connection.
	 */
	public static final String PEER = NodeIpcPayloads.PEER;

	private NetAsyncHeaders() {
	}

}
