package io.netasync.channel;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.ReceiveBufferPolicy;

import org.springframework.util.unit.DataSize;

/**
 * What may wait to be handled: the properties {@code receive-buffer.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ReceiveBufferBuilder {

	private int maxMessages;

	private long maxSize;

	private Overflow overflow;

	ReceiveBufferBuilder(ReceiveBufferPolicy from) {
		this.maxMessages = from.maxMessages();
		this.maxSize = from.maxBytes();
		this.overflow = from.overflow();
	}

	/**
	 * Sets the number of received messages that may wait.
	 * @param value the value
	 * @return this
	 */
	public ReceiveBufferBuilder maxMessages(int value) {
		this.maxMessages = value;
		return this;
	}

	/**
	 * Sets the bytes of received messages that may wait.
	 * @param value the value
	 * @return this
	 */
	public ReceiveBufferBuilder maxSize(DataSize value) {
		this.maxSize = value.toBytes();
		return this;
	}

	/**
	 * Sets what happens when more come.
	 * @param value the value
	 * @return this
	 */
	public ReceiveBufferBuilder overflow(Overflow value) {
		this.overflow = value;
		return this;
	}

	ReceiveBufferPolicy build() {
		return new ReceiveBufferPolicy(this.maxMessages, this.maxSize, this.overflow);
	}

}
