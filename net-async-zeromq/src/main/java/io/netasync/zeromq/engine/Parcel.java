package io.netasync.zeromq.engine;

import java.util.Collection;

import io.netasync.buffer.DropReason;
import io.netasync.mailbox.Outgoing;
import io.netasync.zeromq.message.Frames;

/**
 * A message on its way into a JeroMQ socket. Exactly one of its ends comes.
 *
 * @author net-async
 */
interface Parcel {

	/**
	 * Returns what is to be sent.
	 * @return the frames
	 */
	Frames frames();

	/**
	 * ZeroMQ has taken it.
	 */
	void written();

	/**
	 * It can't be sent.
	 * @param cause why
	 */
	void refused(Throwable cause);

	/**
	 * It is not sent, or not to all.
	 * @param reason why
	 */
	void drop(DropReason reason);

	/**
	 * Makes a parcel of a message from a send buffer.
	 * @param message the message
	 * @param written gets the message when ZeroMQ has taken it
	 * @return the parcel
	 */
	static Parcel of(Outgoing message, Collection<Outgoing> written) {
		return new OfBuffer(message, written);
	}

	/**
	 * A message from a send buffer.
	 *
	 * @param message the message
	 * @param sent gets the message when ZeroMQ has taken it
	 */
	record OfBuffer(Outgoing message, Collection<Outgoing> sent) implements Parcel {

		@Override
		public Frames frames() {
			return (Frames) this.message.getPayload();
		}

		@Override
		public void written() {
			this.sent.add(this.message);
		}

		@Override
		public void refused(Throwable cause) {
			this.message.refused(cause);
		}

		@Override
		public void drop(DropReason reason) {
			this.message.drop(reason);
		}

	}

}
