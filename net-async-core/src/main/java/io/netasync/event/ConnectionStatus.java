package io.netasync.event;

/**
 * What a status message says about a connection. For one connection there is one
 * {@link #CONNECTED}; nothing follows {@link #CLOSED}.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum ConnectionStatus {

	/** A connection is up; its first message comes after this. */
	CONNECTED,

	/** A client's connection is gone; its last message came before this. */
	DISCONNECTED,

	/** A client was closed for good, or a connection a server had accepted is gone. */
	CLOSED

}
