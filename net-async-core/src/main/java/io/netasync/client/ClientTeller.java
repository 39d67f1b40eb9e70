package io.netasync.client;

import io.netasync.client.ClientAction.Deactivate;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.Recipient;
import io.netasync.request.RequestConnection;
import io.netasync.transport.ConnectionClosedException;
import io.netasync.transport.Dispatcher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.messaging.Message;

/**
 * Tells the owner of a client, by its dispatcher and so in order with the messages, and
 * the log, what happened.
 *
 * @author net-async
 */
final class ClientTeller {

	private static final Log logger = LogFactory.getLog(NetAsyncClient.class);

	private final String name;

	private final Dispatcher dispatcher;

	private final Recipient listener;

	private final ClientCounters counters;

	/** Control thread only. */
	private boolean quiet;

	/** Dispatcher only. */
	private boolean ended;

	/** Nobody is told of the end of what never began. */
	private volatile boolean begun;

	ClientTeller(String name, Dispatcher dispatcher, Recipient listener, ClientCounters counters) {
		this.name = name;
		this.dispatcher = dispatcher;
		this.listener = listener;
		this.counters = counters;
	}

	void begin() {
		this.begun = true;
	}

	/**
	 * Passes on a message, to whoever waits for it if it is a reply. To be called by the
	 * dispatcher.
	 * @param message the message
	 * @param connection where it came from
	 */
	void received(Message<?> message, RequestConnection connection) {
		if (this.ended) {
			return;
		}
		this.counters.received();
		Message<?> unasked = connection.received(message);
		if (unasked != null) {
			this.listener.received(unasked);
		}
	}

	/**
	 * Tells of a message of which no payload can be made. To be called by the dispatcher.
	 * @param message the message as it came
	 * @param cause why
	 */
	void unreadable(Message<?> message, Throwable cause) {
		if (!this.ended) {
			this.counters.received();
			this.listener.failed(message, cause);
		}
	}

	void connected(ClientConnection connection, Endpoint endpoint) {
		this.quiet = false;
		this.counters.activated(endpoint);
		logger.info("Client '%s' is connected to %s".formatted(this.name, endpoint));
		String id = connection.connection().id();
		tell(() -> {
			this.listener.status(ConnectionStatus.CONNECTED, id);
			this.listener.event(new NetAsyncEvent.Connected(this.name, id, endpoint));
			connection.flow();
		});
	}

	void disconnected(Deactivate gone, String id) {
		logger.info("Client '%s' is disconnected from %s: %s%s".formatted(this.name, gone.endpoint(), gone.reason(),
				(gone.cause() != null) ? ", " + gone.cause().getMessage() : ""));
		tell(() -> {
			if (gone.cause() != null && gone.reason() == DisconnectReason.FRAME_ERROR) {
				this.listener.failed(null, gone.cause());
			}
			if (gone.reason() == DisconnectReason.HEARTBEAT_TIMEOUT) {
				this.listener.event(new NetAsyncEvent.HeartbeatTimedOut(this.name, id, gone.endpoint()));
			}
			this.listener.status(ConnectionStatus.DISCONNECTED, id);
			this.listener
				.event(new NetAsyncEvent.Disconnected(this.name, id, gone.endpoint(), gone.reason(), gone.cause()));
		});
	}

	/**
	 * Tells what a connection had brought that ended before the client changed over to
	 * it: its messages would come without it being connected.
	 * @param connection the connection
	 */
	void abandoned(ClientConnection connection) {
		tell(() -> {
			for (ClientConnection.Early early : connection.release()) {
				this.listener.failed(early.message(), new ConnectionClosedException(DisconnectReason.CONNECTION_LOST,
						"The connection ended before the client had changed over to it"));
			}
		});
	}

	/**
	 * Logs that an attempt failed: once as a warning, then quietly until there has been a
	 * connection.
	 * @param endpoint the endpoint
	 * @param cause why
	 */
	void attemptFailed(Endpoint endpoint, Throwable cause) {
		this.counters.failure(cause);
		String message = "Client '%s' can't connect to %s: %s".formatted(this.name, endpoint, cause);
		if (this.quiet) {
			logger.debug(message);
		}
		else {
			this.quiet = true;
			logger.warn(message);
		}
	}

	void happened(NetAsyncEvent event) {
		if (!this.begun) {
			return;
		}
		if (event instanceof NetAsyncEvent.FailedOver) {
			this.counters.failedOver();
		}
		tell(() -> {
			if (event instanceof NetAsyncEvent.Closed) {
				this.ended = true;
				this.listener.status(ConnectionStatus.CLOSED, null);
			}
			this.listener.event(event);
		});
	}

	void tell(Runnable task) {
		this.dispatcher.execute(task);
	}

}
