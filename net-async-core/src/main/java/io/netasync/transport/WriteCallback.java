package io.netasync.transport;

/**
 * A message that wants to know when its last byte has reached the kernel. A connection
 * that writes later says so with {@link #deferred()} before its {@code send} returns;
 * from one that does not, the return of {@code send} means written.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface WriteCallback {

	/**
	 * The connection has taken the message and will call {@link #written()} when it is
	 * out, or {@link #unwritten()} or {@link #refused(Throwable)} if the connection ends
	 * before.
	 */
	void deferred();

	/**
	 * The last byte is in the kernel. Called in the order of writing, on an event loop:
	 * must not block.
	 */
	void written();

	/**
	 * The connection ended and the last byte had not left. Does nothing by default.
	 */
	default void unwritten() {
	}

	/**
	 * A handler of the pipeline could not write the message, and the connection ends for
	 * it. As {@link #unwritten()} by default.
	 * @param cause the exception of the handler
	 */
	default void refused(Throwable cause) {
		unwritten();
	}

}
