package io.netasync.buffer;

/**
 * What happens to a message for which a buffer has no room.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum Overflow {

	/**
	 * The sender waits for room, up to the block timeout, then the message is refused.
	 */
	BLOCK,

	/** The message is refused at once. */
	FAIL

}
