package io.netasync.client;

import java.time.Duration;

import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the state machine of a client wants done.
 *
 * @author net-async
 */
sealed interface ClientAction {

	/**
	 * Open a connection after a delay.
	 */
	record Open(long number, Endpoint endpoint, Duration delay) implements ClientAction {
	}

	/**
	 * Let messages flow over a connection.
	 */
	record Activate(long number, Endpoint endpoint) implements ClientAction {
	}

	/**
	 * No more messages flow over a connection.
	 */
	record Deactivate(long number, Endpoint endpoint, DisconnectReason reason,
			@Nullable Throwable cause) implements ClientAction {
	}

	/**
	 * Close a connection.
	 */
	record Discard(long number, DisconnectReason reason) implements ClientAction {
	}

	/**
	 * Give a connection nothing more to write, and say when it is quiet.
	 */
	record Retire(long number) implements ClientAction {
	}

	/**
	 * Let messages flow over a connection that was to retire.
	 */
	record Keep(long number) implements ClientAction {
	}

	/**
	 * Say {@link ClientInput.FailbackDue} after a delay.
	 */
	record WakeForFailback(Duration delay) implements ClientAction {
	}

	/**
	 * Tell the application what happened.
	 */
	record Publish(NetAsyncEvent event) implements ClientAction {
	}

	/**
	 * Give up what has not been sent: there will be no connection.
	 */
	record FailPending() implements ClientAction {
	}

}
