package io.netasync.server;

import io.netasync.mailbox.Recipient;

/**
 * What the owner of a server hears of it, and who hears of its connections.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface ServerListener extends Recipient {

	/**
	 * Returns who hears of a new connection. Called before anything happens on it, by an
	 * event loop: must not block.
	 * @param connection the connection
	 * @return hears of it; by default the one who hears of the server
	 */
	default Recipient accepted(NetAsyncConnection connection) {
		return this;
	}

}
