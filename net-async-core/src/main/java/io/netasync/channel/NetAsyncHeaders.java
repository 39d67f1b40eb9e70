package io.netasync.channel;

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

	private NetAsyncHeaders() {
	}

}
