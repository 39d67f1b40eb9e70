package io.netasync.channel;

/**
 * What may wait to be handled: the properties {@code receive-buffer.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ReceiveBufferBuilder {

	private int maxMessages;

	ReceiveBufferBuilder(int maxMessages) {
		this.maxMessages = maxMessages;
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

	int build() {
		return this.maxMessages;
	}

}
