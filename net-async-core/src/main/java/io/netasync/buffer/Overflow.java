package io.netasync.buffer;

/**
 * What happens when a buffer has no room for a message.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum Overflow {

	/**
	 * The sender waits for room, up to the block timeout, then the message is refused. A
	 * buffer for receiving stops reading the socket.
	 */
	BLOCK,

	/**
	 * The message is refused at once. A buffer for receiving closes the connection, as
	 * the peer can't be told otherwise.
	 */
	FAIL,

	/** The new message is dropped: core.async's dropping buffer. */
	DROP_NEWEST,

	/** The oldest message that waits is dropped: core.async's sliding buffer. */
	DROP_OLDEST,

	/**
	 * A message takes the place of the one that waits with the same key, full or not: the
	 * latest for each key wins. For a message without a key, or with a new one, the
	 * oldest is dropped if there is no room.
	 */
	CONFLATE;

	/**
	 * Tells whether messages that wait make room for newer ones.
	 * @return {@code true} if older messages are dropped
	 */
	boolean dropsOlder() {
		return this == DROP_OLDEST || this == CONFLATE;
	}

}
