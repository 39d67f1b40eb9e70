package io.netasync.server;

import io.netasync.mailbox.Recipient;
import io.netasync.transport.Connection;

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
	 * @param connection the connection as the application sees it, not yet complete
	 * @param transport the connection as the transport sees it
	 * @return hears of it
	 */
	Reception accepted(NetAsyncConnection connection, Connection transport);

}
