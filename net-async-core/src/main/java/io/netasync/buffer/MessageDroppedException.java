package io.netasync.buffer;

/**
 * Tells that a message was dropped by a policy. A value more than an exception: it has no
 * stack trace.
 *
 * @author net-async
 * @since 0.1.0
 */
public class MessageDroppedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final DropReason reason;

	/**
	 * Creates the exception.
	 * @param reason why the message was dropped
	 */
	public MessageDroppedException(DropReason reason) {
		super("The message was dropped: " + reason, null, false, false);
		this.reason = reason;
	}

	/**
	 * Returns why the message was dropped.
	 * @return the reason
	 */
	public DropReason reason() {
		return this.reason;
	}

}
