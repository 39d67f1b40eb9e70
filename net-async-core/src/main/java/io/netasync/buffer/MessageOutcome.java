package io.netasync.buffer;

/**
 * What became of the messages of a {@link MessageBuffer}. Called without its lock.
 *
 * @param <M> the type of the messages
 * @author net-async
 * @since 0.1.0
 */
public interface MessageOutcome<M> {

	/**
	 * The last byte of the message has left.
	 * @param message the message
	 */
	void sent(M message);

	/**
	 * The message was dropped by the policy.
	 * @param message the message
	 * @param reason why
	 */
	void dropped(M message, DropReason reason);

	/**
	 * The message was given up.
	 * @param message the message
	 * @param cause why
	 */
	void failed(M message, Throwable cause);

}
