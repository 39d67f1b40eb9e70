package io.netasync.heartbeat;

/**
 * What to do about a connection now.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface Decision {

	/**
	 * Nothing to do yet.
	 *
	 * @param untilNanos when to check again, monotonic
	 */
	record Wait(long untilNanos) implements Decision {

	}

	/**
	 * A heartbeat is to be sent.
	 *
	 * @param nextCheckNanos when to check again, monotonic
	 */
	record SendHeartbeat(long nextCheckNanos) implements Decision {

	}

	/**
	 * The peer is dead and the connection is to be closed.
	 *
	 * @param cause how it was found
	 */
	record Dead(Cause cause) implements Decision {

	}

	/**
	 * How a peer was found dead.
	 */
	enum Cause {

		/**
		 * Nothing was received for too long.
		 */
		HEARTBEAT_TIMEOUT,

		/**
		 * The peer takes nothing of what is written.
		 */
		WRITE_STALLED

	}

}
