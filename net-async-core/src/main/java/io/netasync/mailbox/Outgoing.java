package io.netasync.mailbox;

import io.netasync.buffer.DropReason;
import io.netasync.transport.TrackedMessage;

import org.springframework.messaging.Message;

/**
 * A message in an {@link Outbox}. Whoever has it can withdraw it.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Outgoing extends TrackedMessage {

	private final Outbox outbox;

	private final Fate fate;

	private final long bytes;

	Outgoing(Message<?> message, Object payload, long bytes, Outbox outbox, Fate fate) {
		super(message, payload, Outgoing::left);
		this.bytes = bytes;
		this.outbox = outbox;
		this.fate = fate;
	}

	private static void left(TrackedMessage message) {
		Outgoing outgoing = (Outgoing) message;
		outgoing.outbox.written(outgoing);
	}

	/**
	 * Returns what the message takes on the wire.
	 * @return bytes, as they were when it was given to the outbox
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * Returns who is told what becomes of it.
	 * @return whom it is followed for
	 */
	public Fate fate() {
		return this.fate;
	}

	@Override
	public void refused(Throwable cause) {
		this.outbox.refused(this, cause);
	}

	/**
	 * Drops the message, which was handed to where it is to be sent.
	 * @param reason why
	 */
	public void drop(DropReason reason) {
		this.outbox.drop(this, reason);
	}

	/**
	 * Gives the message up while it is being handed to a connection.
	 */
	public void discard() {
		this.outbox.discard(this);
	}

	/**
	 * Takes the message back. It counts as failed, but its fate is not told.
	 * @return {@code false} if it is too late: it is being written or has been
	 */
	public boolean withdraw() {
		return this.outbox.withdraw(this);
	}

}
