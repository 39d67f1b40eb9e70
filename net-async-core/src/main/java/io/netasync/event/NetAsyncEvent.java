package io.netasync.event;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What happened to a client, to a server or to one of their connections. Published as
 * Spring application events: never on an event loop, in order for one connection.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface NetAsyncEvent {

	/**
	 * Returns the name of the client or server.
	 * @return the name, as configured
	 */
	String name();

	/**
	 * A client has a connection.
	 *
	 * @param name the client
	 * @param connectionId the id of the connection
	 * @param endpoint the peer
	 */
	record Connected(String name, String connectionId, Endpoint endpoint) implements NetAsyncEvent {
	}

	/**
	 * A connection is gone: a client's, or one that a server had accepted.
	 *
	 * @param name the client or server
	 * @param connectionId the id of the connection
	 * @param endpoint the peer
	 * @param reason why
	 * @param cause the exception behind it, if there was one
	 */
	record Disconnected(String name, String connectionId, Endpoint endpoint, DisconnectReason reason,
			@Nullable Throwable cause) implements NetAsyncEvent {
	}

	/**
	 * A client will try to connect.
	 *
	 * @param name the client
	 * @param attempt the number of the attempt since the last stable connection, from 1
	 * @param delay how long it waits first
	 * @param endpoint the endpoint it will try
	 */
	record ReconnectScheduled(String name, int attempt, Duration delay, Endpoint endpoint) implements NetAsyncEvent {
	}

	/**
	 * A client is connected to another endpoint than before.
	 *
	 * @param name the client
	 * @param from the endpoint before
	 * @param to the endpoint now
	 */
	record FailedOver(String name, Endpoint from, Endpoint to) implements NetAsyncEvent {
	}

	/**
	 * A client is connected to its preferred endpoint again, which took over from a
	 * working connection.
	 *
	 * @param name the client
	 * @param from the endpoint before
	 * @param to the preferred endpoint
	 */
	record FailedBack(String name, Endpoint from, Endpoint to) implements NetAsyncEvent {
	}

	/**
	 * A client or server was closed. Nothing follows.
	 *
	 * @param name the client or server
	 */
	record Closed(String name) implements NetAsyncEvent {
	}

	/**
	 * Nothing came from a peer for the heartbeat timeout; {@link Disconnected} follows.
	 *
	 * @param name the client or server
	 * @param connectionId the id of the connection
	 * @param endpoint the peer
	 */
	record HeartbeatTimedOut(String name, String connectionId, Endpoint endpoint) implements NetAsyncEvent {
	}

	/**
	 * A server accepts connections.
	 *
	 * @param name the server
	 * @param endpoint where it listens, {@code 0.0.0.0} for all local addresses
	 */
	record ServerListening(String name, Endpoint endpoint) implements NetAsyncEvent {

		/**
		 * Returns the port.
		 * @return the port, 0 with a Unix socket
		 */
		public int port() {
			return this.endpoint.port();
		}

	}

	/**
	 * A server accepted a connection.
	 *
	 * @param name the server
	 * @param connectionId the id of the connection
	 * @param endpoint the peer
	 */
	record ConnectionAccepted(String name, String connectionId, Endpoint endpoint) implements NetAsyncEvent {
	}

	/**
	 * A server turned connections away. There is one such event a reason a second at
	 * most, however many there are.
	 *
	 * @param name the server
	 * @param endpoint the peer, the last of them
	 * @param reason the property that says so
	 * @param count how many, since the event before
	 */
	record ConnectionRejected(String name, Endpoint endpoint, String reason, long count) implements NetAsyncEvent {
	}

	/**
	 * A connection of a server takes what is sent to it too slowly. Told once, until it
	 * has caught up.
	 *
	 * @param name the server
	 * @param connectionId the id of the connection
	 * @param endpoint the peer
	 * @param messages how many messages wait for it
	 * @param bytes how many bytes these have
	 */
	record SlowConsumer(String name, String connectionId, Endpoint endpoint, long messages,
			long bytes) implements NetAsyncEvent {
	}

	/**
	 * Messages did not get through: dropped by a policy, sent or received, or given up.
	 *
	 * @param name the client or server
	 * @param count how many
	 * @param reason why, for people
	 */
	record MessagesDropped(String name, long count, String reason) implements NetAsyncEvent {
	}

}
