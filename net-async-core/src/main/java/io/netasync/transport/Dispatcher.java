package io.netasync.transport;

/**
 * Runs what a connection has to say, in order and one at a time, on threads that user
 * code may block.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Dispatcher {

	/**
	 * Runs a task after those before it.
	 * @param task the task
	 */
	void execute(Runnable task);

	/**
	 * Returns what bounds the messages that wait for this dispatcher. While a message is
	 * delivered its owner may take room for it, to keep it longer.
	 * @return the room
	 */
	ReceiveRoom room();

}
