package io.netasync.channel;

import java.time.Duration;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;

import org.springframework.util.unit.DataSize;

/**
 * What may wait to be sent: the properties {@code send-buffer.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class SendBufferBuilder {

	private int maxMessages;

	private long maxSize;

	private Overflow overflow;

	private Duration blockTimeout;

	private Duration maxAge;

	private int retryLimit;

	SendBufferBuilder(SendBufferPolicy from) {
		this.maxMessages = from.maxMessages();
		this.maxSize = from.maxBytes();
		this.overflow = from.overflow();
		this.blockTimeout = from.blockTimeout();
		this.maxAge = from.maxAge();
		this.retryLimit = from.retryLimit();
	}

	/**
	 * Sets the number of messages that may wait to be sent.
	 * @param value the value
	 * @return this
	 */
	public SendBufferBuilder maxMessages(int value) {
		this.maxMessages = value;
		return this;
	}

	/**
	 * Sets the bytes that may wait to be sent.
	 * @param value the value
	 * @return this
	 */
	public SendBufferBuilder maxSize(DataSize value) {
		this.maxSize = value.toBytes();
		return this;
	}

	/**
	 * Sets the fate of a message when the buffer is full.
	 * @param value the value
	 * @return this
	 */
	public SendBufferBuilder overflow(Overflow value) {
		this.overflow = value;
		return this;
	}

	/**
	 * Sets the longest wait for room before a message is refused.
	 * @param value the value
	 * @return this
	 */
	public SendBufferBuilder blockTimeout(Duration value) {
		this.blockTimeout = value;
		return this;
	}

	/**
	 * Sets the age at which a message that waits is dropped, zero for any age.
	 * @param value the value
	 * @return this
	 */
	public SendBufferBuilder maxAge(Duration value) {
		this.maxAge = value;
		return this;
	}

	/**
	 * Sets the number of times a message is sent again after writing it has failed on a
	 * connection that stayed open. The peer may then get it twice.
	 * @param value the value
	 * @return this
	 */
	public SendBufferBuilder retryLimit(int value) {
		this.retryLimit = value;
		return this;
	}

	SendBufferPolicy build() {
		return new SendBufferPolicy(this.maxMessages, this.maxSize, this.maxAge, this.overflow, this.blockTimeout,
				this.retryLimit);
	}

}
