package io.netasync.transport;

import org.springframework.util.Assert;

/**
 * How much of what was received may wait for the application before no more is read.
 *
 * @param maxMessages how many messages
 * @param maxBytes how many bytes their payloads may have together; a message larger than
 * what is left is still read, but nothing after it
 * @author net-async
 * @since 0.1.0
 */
public record ReceiveBounds(int maxMessages, long maxBytes) {

	private static final int DEFAULT_MESSAGES = 1000;

	private static final long DEFAULT_BYTES = 8L * 1024 * 1024;

	public ReceiveBounds {
		Assert.isTrue(maxMessages > 0, "'max-messages' must be greater than 0");
		Assert.isTrue(maxBytes > 0, "'max-size' must be greater than 0");
	}

	/**
	 * Returns the defaults: 1000 messages and 8 MiB.
	 * @return the bounds
	 */
	public static ReceiveBounds defaults() {
		return new ReceiveBounds(DEFAULT_MESSAGES, DEFAULT_BYTES);
	}

}
