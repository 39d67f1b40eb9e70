package io.netasync.buffer;

import org.springframework.util.Assert;

/**
 * How many received messages may wait for their handler, or to be fetched, and what
 * happens when more come.
 *
 * @param maxMessages how many messages may wait
 * @param maxBytes how many bytes their payloads may take
 * @param overflow what happens when there is no room for a message
 * @author net-async
 * @since 0.1.0
 */
public record ReceiveBufferPolicy(int maxMessages, long maxBytes, Overflow overflow) {

	public ReceiveBufferPolicy {
		Assert.isTrue(maxMessages > 0, "'max-messages' must be greater than 0");
		Assert.isTrue(maxBytes > 0, "'max-size' must be greater than 0");
	}

	/**
	 * Returns the defaults: 1000 messages, 8 MiB, then no more is read from the socket.
	 * @return the defaults
	 */
	public static ReceiveBufferPolicy defaults() {
		return new ReceiveBufferPolicy(1000, 8L * 1024 * 1024, Overflow.BLOCK);
	}

}
