package io.netasync.mailbox;

import java.util.function.Predicate;

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

	private final Predicate<Fate> gate;

	private volatile boolean gone;

	/**
	 * Creates a sink.
	 * @param connection the connection
	 * @param gate is asked, in the order of writing, whether a message is still to be
	 * written; one that is not is given up and its fate not told
	 */
	public ConnectionSink(Connection connection, Predicate<Fate> gate) {
		this.connection = connection;
		this.gate = gate;
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
		if (this.gate.test(message.fate())) {
			this.connection.send(message);
		}
		else {
			message.discard();
		}
	}

	@Override
	public void flush() {
		this.connection.flush();
	}

}
