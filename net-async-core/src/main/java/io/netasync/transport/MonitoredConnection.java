package io.netasync.transport;

/**
 * A connection on which every byte can be seen to move, for those who judge whether the
 * peer is alive. Times are {@link System#nanoTime()}. May be asked by any thread.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface MonitoredConnection {

	/**
	 * Returns when the last byte came, or when reading went on after a pause.
	 * @return the time
	 */
	long lastReceivedNanos();

	/**
	 * Returns when something was last given to the socket.
	 * @return the time
	 */
	long lastSentNanos();

	/**
	 * Returns when the kernel last took a byte, or was given one with none before it.
	 * @return the time
	 */
	long lastWriteProgressNanos();

	/**
	 * Tells whether something still has to be written.
	 * @return {@code true} if the kernel has not taken everything
	 */
	boolean hasPendingWrites();

	/**
	 * Tells whether this side does not read at present because its handlers are busy.
	 * @return {@code true} if so
	 */
	boolean areReadsPaused();

	/**
	 * Closes the connection because of a failure. Its listener and the listeners of
	 * events are told the cause.
	 * @param cause what went wrong
	 */
	void fail(Throwable cause);

}
