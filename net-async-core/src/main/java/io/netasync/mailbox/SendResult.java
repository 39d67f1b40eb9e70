package io.netasync.mailbox;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.MessageDroppedException;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.frame.FrameException;

/**
 * What became of a message. A value, not an exception: that a message is dropped by the
 * policy its owner chose, or that a peer is gone, is nothing exceptional.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface SendResult {

	/** The message that is written, for all of them. */
	Written WRITTEN = new Written();

	/**
	 * Tells whether the last byte of the message has reached the kernel.
	 * @return {@code true} if it has
	 */
	default boolean isWritten() {
		return false;
	}

	/**
	 * Does nothing if the message is written, and throws what kept it otherwise.
	 * @throws MessageDroppedException if it was dropped or has expired
	 * @throws SendRefusedException if it failed
	 */
	void orThrow();

	/**
	 * Returns the result of a message that failed.
	 * @param cause why
	 * @return the result
	 */
	static SendResult failed(Throwable cause) {
		if (cause instanceof SendRefusedException refused) {
			return new Failed(refused.reason(), cause);
		}
		return new Failed((cause instanceof FrameException) ? Reason.INVALID : Reason.WRITE_FAILED, cause);
	}

	/**
	 * Returns the result of a message that was dropped.
	 * @param reason why
	 * @return the result
	 */
	static SendResult dropped(DropReason reason) {
		return (reason == DropReason.EXPIRED) ? new Expired() : new Dropped(reason);
	}

	/**
	 * The last byte has reached the kernel: the peer gets the message unless the
	 * connection breaks before the kernel has sent it.
	 */
	record Written() implements SendResult {

		@Override
		public boolean isWritten() {
			return true;
		}

		@Override
		public void orThrow() {
		}

	}

	/**
	 * The overflow policy dropped the message. The peer does not get it: what may have
	 * left of it before a connection broke is discarded there.
	 *
	 * @param reason which part of the policy
	 */
	record Dropped(DropReason reason) implements SendResult {

		@Override
		public void orThrow() {
			throw new MessageDroppedException(this.reason);
		}

	}

	/**
	 * The message got too old before a connection could take it. The peer does not get
	 * it, as with one that is dropped.
	 */
	record Expired() implements SendResult {

		@Override
		public void orThrow() {
			throw new MessageDroppedException(DropReason.EXPIRED);
		}

	}

	/**
	 * The message was not accepted, or was given up. The peer can't have got all of it,
	 * except where writing it has failed.
	 *
	 * @param reason why
	 * @param cause the exception that tells more
	 */
	record Failed(Reason reason, Throwable cause) implements SendResult {

		@Override
		public void orThrow() {
			throw (this.cause instanceof SendRefusedException refused) ? refused
					: new SendRefusedException(this.reason, String.valueOf(this.cause.getMessage()), this.cause);
		}

	}

}
