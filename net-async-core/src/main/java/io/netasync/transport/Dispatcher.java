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
	 * @param messages how many messages it will deliver; they count against the capacity
	 * until they are delivered
	 */
	void execute(Runnable task, int messages);

	/**
	 * Returns how many more messages it will take before its capacity is used up.
	 * @return the number, 0 or less when reading should stop
	 */
	int room();

	/**
	 * Asks to be called once when there is room again; at once if there is.
	 * @param callback called by any thread; must not block
	 */
	void onRoom(Runnable callback);

}
