package io.netasync.client;

import java.util.List;

import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.reconnect.ReconnectPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What the state machine of a client is told. Connections are known by a number, given
 * when one is asked for.
 *
 * @author net-async
 */
sealed interface ClientInput {

	/**
	 * The client is started.
	 */
	record Start() implements ClientInput {
	}

	/**
	 * A connection is open.
	 */
	record Opened(long number) implements ClientInput {
	}

	/**
	 * A connection could not be opened.
	 */
	record OpenFailed(long number, Throwable cause) implements ClientInput {
	}

	/**
	 * The peer of a connection has been heard, or can't be expected to be.
	 */
	record Heard(long number) implements ClientInput {
	}

	/**
	 * A connection is gone.
	 */
	record Lost(long number, DisconnectReason reason, @Nullable Throwable cause) implements ClientInput {
	}

	/**
	 * It may be time to go back to the preferred endpoint.
	 */
	record FailbackDue() implements ClientInput {
	}

	/**
	 * The active connection has written what it was given and has fallen quiet.
	 */
	record Quiet(long number) implements ClientInput {
	}

	/**
	 * The application wants a new connection.
	 */
	record Reconnect(DisconnectReason reason) implements ClientInput {
	}

	/**
	 * The application wants the client to connect to other endpoints from now on.
	 */
	record Addresses(List<Endpoint> endpoints) implements ClientInput {
	}

	/**
	 * The application wants the client to try again at other times from now on.
	 */
	record Policy(ReconnectPolicy policy) implements ClientInput {
	}

	/**
	 * The application closes the client.
	 */
	record Close() implements ClientInput {
	}

}
