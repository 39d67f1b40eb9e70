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

	/** The peer speaks another protocol, or is not who it has to be. */
	HANDSHAKE_FAILED,

	/** What the peer sent grew by more than compression may. */
	COMPRESSION_RATIO,

	/** The reply to a request is overdue, and a late one could be taken for another's. */
	REQUEST_TIMEOUT,

	/** A connection to the preferred endpoint, or to a new address, took over. */
	FAILBACK,

	/** The application asked for a new connection. */
	RECONNECT,

	/** No whole frame came within the first-frame timeout. */
	FIRST_FRAME_TIMEOUT,

	/** The peer took longer for a frame, from its first byte, than the frame timeout. */
	FRAME_TIMEOUT,

	/** No message came or went for the idle timeout. */
	IDLE,

	/** The connection reached its maximum age. */
	MAX_AGE,

	/** The peer took what was sent more slowly than the server's limit. */
	SLOW_CONSUMER,

	/**
	 * More was received than may wait, and the policy is to fail; or the peer closed and
	 * the memory budget had no room for what it had sent last.
	 */
	OVERLOADED,

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
