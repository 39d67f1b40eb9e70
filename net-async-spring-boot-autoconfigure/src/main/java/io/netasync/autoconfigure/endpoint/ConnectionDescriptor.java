package io.netasync.autoconfigure.endpoint;

import io.netasync.server.NetAsyncConnection;

/**
 * A connection of a server.
 *
 * @param id its id
 * @param endpoint the peer
 * @param messages what became of the messages to send
 * @author net-async
 */
record ConnectionDescriptor(String id, String endpoint, LedgerDescriptor messages) {

	static ConnectionDescriptor of(NetAsyncConnection connection) {
		return new ConnectionDescriptor(connection.id(), connection.endpoint().toString(),
				LedgerDescriptor.of(connection.ledger()));
	}

}
