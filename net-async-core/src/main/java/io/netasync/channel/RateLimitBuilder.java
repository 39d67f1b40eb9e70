package io.netasync.channel;

import io.netasync.transport.RateLimit;

import org.springframework.util.unit.DataSize;

/**
 * How fast each connection may be: the properties {@code rate-limit.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class RateLimitBuilder {

	private long messagesIn;

	private long bytesIn;

	private long messagesOut;

	private long bytesOut;

	RateLimitBuilder(RateLimit from) {
		this.messagesIn = from.messagesIn();
		this.bytesIn = from.bytesIn();
		this.messagesOut = from.messagesOut();
		this.bytesOut = from.bytesOut();
	}

	/**
	 * Sets the messages that are received in a second, 0 for no limit.
	 * @param value the value
	 * @return this
	 */
	public RateLimitBuilder messagesIn(long value) {
		this.messagesIn = value;
		return this;
	}

	/**
	 * Sets the bytes that are received in a second, 0 for no limit.
	 * @param value the value
	 * @return this
	 */
	public RateLimitBuilder bytesIn(DataSize value) {
		this.bytesIn = value.toBytes();
		return this;
	}

	/**
	 * Sets the messages that are sent in a second, 0 for no limit.
	 * @param value the value
	 * @return this
	 */
	public RateLimitBuilder messagesOut(long value) {
		this.messagesOut = value;
		return this;
	}

	/**
	 * Sets the bytes that are sent in a second, 0 for no limit.
	 * @param value the value
	 * @return this
	 */
	public RateLimitBuilder bytesOut(DataSize value) {
		this.bytesOut = value.toBytes();
		return this;
	}

	RateLimit build() {
		return new RateLimit(this.messagesIn, this.bytesIn, this.messagesOut, this.bytesOut);
	}

}
