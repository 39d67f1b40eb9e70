package io.netasync.mailbox;

/**
 * Is told what becomes of one message. No call blocks.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Fate {

	/** Nobody wants to know. */
	Fate UNKNOWN = (result) -> {
	};

	/**
	 * The message is about to be handed to a connection, in the order in which messages
	 * go out. Comes again if the connection breaks before the message was written.
	 */
	default void handedOver() {
	}

	/**
	 * The message has come to its end. Called once, by any thread.
	 * @param result what became of it
	 */
	void ended(SendResult result);

}
