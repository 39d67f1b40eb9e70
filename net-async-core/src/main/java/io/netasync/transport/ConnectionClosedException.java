package io.netasync.transport;

import java.io.IOException;

import io.netasync.event.DisconnectReason;

/**
 * A connection was closed by this side for the reason given.
 *
 * @author net-async
 * @since 0.1.0
 */
public class ConnectionClosedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final DisconnectReason reason;

	/**
	 * Creates the exception.
	 * @param reason why the connection was closed
	 * @param message what was observed
	 */
	public ConnectionClosedException(DisconnectReason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Returns why the connection was closed.
	 * @return the reason
	 */
	public DisconnectReason reason() {
		return this.reason;
	}

}
