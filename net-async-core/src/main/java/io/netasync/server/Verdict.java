package io.netasync.server;

import io.netasync.event.DisconnectReason;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a connection.
 *
 * @param action what
 * @param reason why it is finished or closed
 * @author net-async
 */
record Verdict(Action action, @Nullable DisconnectReason reason) {

	static final Verdict KEEP = new Verdict(Action.KEEP, null);

	static final Verdict TELL_SLOW = new Verdict(Action.TELL_SLOW, null);

	static Verdict close(DisconnectReason reason) {
		return new Verdict(Action.CLOSE, reason);
	}

	/**
	 * What is to be done.
	 */
	enum Action {

		/** Nothing. */
		KEEP,

		/** It is slow, which is to be told, and acted upon as the limits say. */
		TELL_SLOW,

		/** Nothing more is to be accepted for it. */
		RETIRE,

		/** All is written: it is to be closed from this side. */
		FINISH,

		/** It is to be closed at once. */
		CLOSE

	}

}
