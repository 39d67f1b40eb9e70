package io.netasync.frame;

import java.io.IOException;

/**
 * A frame that cannot be sent or accepted, with the reason. The message says what to do.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class FrameException extends IOException {

	private final Reason reason;

	/**
	 * Creates an exception.
	 * @param reason why the frame is refused
	 * @param message what is wrong and what to do about it
	 */
	public FrameException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Creates an exception with a cause.
	 * @param reason why the frame is refused
	 * @param message what is wrong and what to do about it
	 * @param cause what it follows from
	 */
	public FrameException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Returns why the frame is refused.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a frame is refused.
	 */
	public enum Reason {

		/**
		 * Larger than the configured size, or than its header can tell.
		 */
		TOO_LARGE,

		/**
		 * The received bytes are not a frame of this format.
		 */
		MALFORMED,

		/**
		 * A payload without a byte, where that would be taken for a heartbeat or for
		 * nothing.
		 */
		EMPTY,

		/**
		 * A payload of which no bytes can be made, or bytes of which no payload can.
		 */
		UNSUPPORTED_TYPE,

		/**
		 * A payload that the peer would take for something else: for the end of the
		 * frame, for several frames or a part of one, or for a heartbeat.
		 */
		AMBIGUOUS,

		/**
		 * The stream ended inside the frame.
		 */
		TRUNCATED

	}

}
