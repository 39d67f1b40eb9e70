package io.netasync.mailbox;

import io.netasync.buffer.MessageSink;
import io.netasync.transport.Connection;

/**
 * A connection as the place where the messages of an {@link Outbox} go.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ConnectionSink implements MessageSink<Outgoing> {

	private final Connection connection;

	private volatile boolean gone;

	/**
	 * Creates a sink.
	 * @param connection the connection
	 */
	public ConnectionSink(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Takes no more messages: the connection is gone.
	 */
	public void end() {
		this.gone = true;
	}

	@Override
	public boolean isWritable() {
		return !this.gone && this.connection.isWritable();
	}

	@Override
	public boolean isOpen() {
		return this.connection.isOpen();
	}

	@Override
	public void take(Outgoing message) {
		message.fate().handedOver();
		this.connection.send(message);
	}

	@Override
	public void flush() {
		this.connection.flush();
	}

}
