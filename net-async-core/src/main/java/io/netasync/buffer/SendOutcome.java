package io.netasync.buffer;

/**
 * What became of the messages of a {@link SendBuffer}. Called without its lock.
 *
 * @param <M> the type of the messages
 * @author net-async
 * @since 0.1.0
 */
public interface SendOutcome<M> {

	/**
	 * The last byte of the message has left.
	 * @param message the message
	 */
	void sent(M message);

	/**
	 * The message was given up.
	 * @param message the message
	 * @param cause why
	 */
	void failed(M message, Throwable cause);

}
