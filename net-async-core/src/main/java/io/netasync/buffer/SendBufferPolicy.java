package io.netasync.buffer;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How much a send buffer holds and what it does when it is full.
 *
 * @param maxMessages how many messages it holds
 * @param maxBytes how many bytes the messages in it may take on the wire
 * @param maxAge how old a message may get before it is handed to a connection, zero for
 * any age
 * @param overflow what happens when there is no room for a message
 * @param blockTimeout how long {@link Overflow#BLOCK} waits for room
 * @param retryLimit how often a message is handed over again after writing it has failed
 * on a connection that stayed open. Part of it may have been written, so the peer may get
 * it twice
 * @author net-async
 * @since 0.1.0
 */
public record SendBufferPolicy(int maxMessages, long maxBytes, Duration maxAge, Overflow overflow,
		Duration blockTimeout, int retryLimit) {

	public SendBufferPolicy {
		Assert.isTrue(maxMessages > 0, "'max-messages' must be greater than 0");
		Assert.isTrue(maxBytes > 0, "'max-size' must be greater than 0");
		Assert.isTrue(!maxAge.isNegative(), "'max-age' must not be negative");
		Assert.isTrue(!blockTimeout.isNegative(), "'block-timeout' must not be negative");
		Assert.isTrue(retryLimit >= 0, "'retry-limit' must not be negative");
	}

	/**
	 * Creates a policy without a limit of age and without retries.
	 * @param maxMessages how many messages the buffer holds
	 * @param maxBytes how many bytes they may take on the wire
	 * @param overflow what happens when there is no room for a message
	 * @param blockTimeout how long {@link Overflow#BLOCK} waits for room
	 */
	public SendBufferPolicy(int maxMessages, long maxBytes, Overflow overflow, Duration blockTimeout) {
		this(maxMessages, maxBytes, Duration.ZERO, overflow, blockTimeout, 0);
	}

	/**
	 * Returns the defaults: 1000 messages (ZeroMQ's high-water mark), 8 MiB (NATS'
	 * reconnect buffer), any age, block for 2 seconds (NATS' push timeout), no retries.
	 * @return the defaults
	 */
	public static SendBufferPolicy defaults() {
		return new SendBufferPolicy(1000, 8L * 1024 * 1024, Overflow.BLOCK, Duration.ofSeconds(2));
	}

}
