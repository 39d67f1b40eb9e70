package io.netasync.channel;

import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;

/**
 * Hears which clients and servers there are. Called on the thread that makes or closes
 * one; must not block.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface MembershipListener {

	/**
	 * A client is there. May be told twice of the same.
	 * @param client the client
	 */
	void added(NetAsyncClient client);

	/**
	 * A server is there. May be told twice of the same.
	 * @param server the server
	 */
	void added(NetAsyncServer server);

	/**
	 * A client is closed.
	 * @param client the client
	 */
	void removed(NetAsyncClient client);

	/**
	 * A server is closed.
	 * @param server the server
	 */
	void removed(NetAsyncServer server);

}
