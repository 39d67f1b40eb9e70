package io.netasync.event;

/**
 * The states of a client.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum ConnectionState {

	/** Not started, or out of attempts. */
	DISCONNECTED,

	/** Looking for the first connection. */
	CONNECTING,

	/** Connected to one endpoint. */
	CONNECTED,

	/** Had a connection, lost it and looks for another. */
	RECONNECTING,

	/** Closed for good. */
	CLOSED

}
