package io.netasync.mailbox;

/**
 * Is told what becomes of one message.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Fate {

	/** Nobody wants to know. */
	Fate UNKNOWN = (result) -> {
	};

	/**
	 * The message has come to its end. Called once, by any thread; must not block.
	 * @param result what became of it
	 */
	void ended(SendResult result);

}
