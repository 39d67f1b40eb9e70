package io.netasync.channel;

import io.netasync.transport.ReceiveBounds;

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

	ReceiveBufferBuilder(ReceiveBounds from) {
		this.maxMessages = from.maxMessages();
		this.maxSize = from.maxBytes();
	}

	/**
	 * Sets the number of received messages that may wait to be handled before no more is
	 * read from the socket.
	 * @param value the value
	 * @return this
	 */
	public ReceiveBufferBuilder maxMessages(int value) {
		this.maxMessages = value;
		return this;
	}

	/**
	 * Sets the bytes of received messages that may wait to be handled before no more is
	 * read from the socket.
	 * @param value the value
	 * @return this
	 */
	public ReceiveBufferBuilder maxSize(DataSize value) {
		this.maxSize = value.toBytes();
		return this;
	}

	ReceiveBounds build() {
		return new ReceiveBounds(this.maxMessages, this.maxSize);
	}

}
