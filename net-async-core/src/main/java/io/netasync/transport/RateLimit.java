package io.netasync.transport;

import org.springframework.util.Assert;

/**
 * How much may pass on each connection in a second, averaged over time; a tenth of it may
 * come at once. Zero means no limit. What comes too fast is not read, what is sent too
 * fast waits in the send buffer; no thread waits for either. Heartbeats are let out, but
 * count when they come in. Connections that are not Netty's have no limit.
 *
 * @param messagesIn messages that are received
 * @param bytesIn bytes of the payloads that are received
 * @param messagesOut messages that are sent
 * @param bytesOut bytes that are sent
 * @author net-async
 * @since 0.1.0
 */
public record RateLimit(long messagesIn, long bytesIn, long messagesOut, long bytesOut) {

	/** No limit. */
	public static final RateLimit NONE = new RateLimit(0, 0, 0, 0);

	public RateLimit {
		Assert.isTrue(messagesIn >= 0, "'messages-in' must not be negative");
		Assert.isTrue(bytesIn >= 0, "'bytes-in' must not be negative");
		Assert.isTrue(messagesOut >= 0, "'messages-out' must not be negative");
		Assert.isTrue(bytesOut >= 0, "'bytes-out' must not be negative");
	}

	/**
	 * Returns this limit with another rate of messages received.
	 * @param value messages a second, 0 for no limit
	 * @return the copy
	 */
	public RateLimit messagesIn(long value) {
		return new RateLimit(value, this.bytesIn, this.messagesOut, this.bytesOut);
	}

	/**
	 * Returns this limit with another rate of bytes received.
	 * @param value bytes a second, 0 for no limit
	 * @return the copy
	 */
	public RateLimit bytesIn(long value) {
		return new RateLimit(this.messagesIn, value, this.messagesOut, this.bytesOut);
	}

	/**
	 * Returns this limit with another rate of messages sent.
	 * @param value messages a second, 0 for no limit
	 * @return the copy
	 */
	public RateLimit messagesOut(long value) {
		return new RateLimit(this.messagesIn, this.bytesIn, value, this.bytesOut);
	}

	/**
	 * Returns this limit with another rate of bytes sent.
	 * @param value bytes a second, 0 for no limit
	 * @return the copy
	 */
	public RateLimit bytesOut(long value) {
		return new RateLimit(this.messagesIn, this.bytesIn, this.messagesOut, value);
	}

	boolean limitsIn() {
		return this.messagesIn > 0 || this.bytesIn > 0;
	}

	boolean limitsOut() {
		return this.messagesOut > 0 || this.bytesOut > 0;
	}

}
