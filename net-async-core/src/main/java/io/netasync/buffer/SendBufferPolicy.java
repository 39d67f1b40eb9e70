package io.netasync.buffer;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How much a send buffer holds and what it does when it is full.
 *
 * @param maxMessages how many messages it holds
 * @param maxBytes how many bytes the messages in it may take on the wire
 * @param overflow what happens to a message for which there is no room
 * @param blockTimeout how long {@link Overflow#BLOCK} waits for room
 * @author net-async
 * @since 0.1.0
 */
public record SendBufferPolicy(int maxMessages, long maxBytes, Overflow overflow, Duration blockTimeout) {

	public SendBufferPolicy {
		Assert.isTrue(maxMessages > 0, "'max-messages' must be greater than 0");
		Assert.isTrue(maxBytes > 0, "'max-size' must be greater than 0");
		Assert.isTrue(!blockTimeout.isNegative(), "'block-timeout' must not be negative");
	}

	/**
	 * Returns the defaults: 1000 messages (ZeroMQ's high-water mark), 8 MiB (NATS'
	 * reconnect buffer), block for 2 seconds (NATS' push timeout).
	 * @return the defaults
	 */
	public static SendBufferPolicy defaults() {
		return new SendBufferPolicy(1000, 8L * 1024 * 1024, Overflow.BLOCK, Duration.ofSeconds(2));
	}

}
