package io.netasync.event;

/**
 * Why a connection ended.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum DisconnectReason {

	/** The peer closed the connection in an orderly way. */
	PEER_CLOSED,

	/** The connection was reset or failed in another way; the cause says how. */
	CONNECTION_LOST,

	/** Nothing came from the peer for the heartbeat timeout. */
	HEARTBEAT_TIMEOUT,

	/** The peer accepted no byte for the write-stall timeout. */
	WRITE_STALLED,

	/** The peer sent a frame that can't be accepted. */
	FRAME_ERROR,

	/** The reply to a request is overdue, and a late one could be taken for another's. */
	REQUEST_TIMEOUT,

	/** More was received than may wait, and the overflow policy is to fail. */
	OVERLOADED,

	/** A connection to the preferred endpoint, or to a new address, took over. */
	FAILBACK,

	/** The application asked for a new connection. */
	RECONNECT,

	/** The application closed the connection, or is shutting down. */
	LOCAL_CLOSE;

	/**
	 * Tells whether the peer behind this endpoint is better avoided for a while: it may
	 * still accept connections although nobody answers.
	 * @return {@code true} when the peer went silent rather than away
	 */
	public boolean isPeerSuspect() {
		return this == HEARTBEAT_TIMEOUT || this == WRITE_STALLED;
	}

}
