package io.netasync.server;

import io.netasync.buffer.Ledger;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.Recipient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to the connections of a server, each time by the connection's own
 * dispatcher and so in order with its messages.
 *
 * @param name the server
 * @author net-async
 */
record ServerTeller(String name) {

	private static final Log logger = LogFactory.getLog(NetAsyncServer.class);

	void accepted(ServerConnection connection) {
		logger.debug("Server '%s' accepted %s".formatted(this.name, connection.id()));
		Recipient recipient = connection.recipient();
		connection.connection().dispatcher().execute(() -> {
			recipient.status(ConnectionStatus.CONNECTED, connection.id());
			recipient.event(new NetAsyncEvent.ConnectionAccepted(this.name, connection.id(), connection.endpoint()));
		});
	}

	void slow(ServerConnection connection, Ledger ledger) {
		NetAsyncEvent event = new NetAsyncEvent.SlowConsumer(this.name, connection.id(), connection.endpoint(),
				ledger.pending(), ledger.pendingBytes());
		connection.connection().dispatcher().execute(() -> connection.recipient().event(event));
	}

	void dropped(ServerConnection connection, int count) {
		NetAsyncEvent event = new NetAsyncEvent.MessagesDropped(this.name, count, "closed");
		connection.connection().dispatcher().execute(() -> connection.recipient().event(event));
	}

	void closed(ServerConnection connection, DisconnectReason reason, @Nullable Throwable cause) {
		logger.debug("Server '%s' lost %s: %s".formatted(this.name, connection.id(), reason), cause);
		connection.connection().dispatcher().execute(() -> tellClosed(connection, reason, cause));
	}

	private void tellClosed(ServerConnection connection, DisconnectReason reason, @Nullable Throwable cause) {
		Recipient recipient = connection.recipient();
		if (cause != null && reason == DisconnectReason.FRAME_ERROR) {
			recipient.failed(null, cause);
		}
		if (reason == DisconnectReason.HEARTBEAT_TIMEOUT) {
			recipient.event(new NetAsyncEvent.HeartbeatTimedOut(this.name, connection.id(), connection.endpoint()));
		}
		recipient.status(ConnectionStatus.CLOSED, connection.id());
		recipient
			.event(new NetAsyncEvent.Disconnected(this.name, connection.id(), connection.endpoint(), reason, cause));
	}

}
