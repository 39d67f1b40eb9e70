package io.netasync.buffer;

/**
 * Where the messages of a {@link MessageBuffer} go.
 *
 * @param <M> the type of the messages
 * @author net-async
 * @since 0.1.0
 */
public interface MessageSink<M> {

	/**
	 * Tells whether the sink takes another message now. When it does again after it did
	 * not, it must cause {@link MessageBuffer#resume()}.
	 * @return {@code true} if there is room
	 */
	boolean isWritable();

	/**
	 * Tells how many messages may be handed over at once, where there is room: more than
	 * one where a message costs less than to ask for it. The sink is asked before each
	 * whether it {@link #isWritable() takes another}, and one that takes no more gets the
	 * others later. One by default.
	 * @return how many messages, at least one
	 */
	default int batch() {
		return 1;
	}

	/**
	 * Tells whether the sink still works: an exception of {@link #take} is then the
	 * message's fault.
	 * @return {@code false} when it is about to be detached
	 */
	boolean isOpen();

	/**
	 * Takes the message; {@link MessageBuffer#written} follows, now or later.
	 * @param message the message
	 */
	void take(M message);

	/**
	 * A sender waits for room: what was taken is to be written now. Called with the
	 * buffer's lock held, so it must not call back. Does nothing by default.
	 */
	default void flush() {
	}

}
