package io.netasync.client;

import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * What the owner of a client hears of it: one call at a time, in order, off the event
 * loop. May block.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface ClientListener {

	/**
	 * A message came.
	 * @param message the message
	 */
	void received(Message<?> message);

	/**
	 * The status changed.
	 * @param status the status
	 * @param connectionId the connection it is about, {@code null} for the client itself
	 */
	void status(ConnectionStatus status, @Nullable String connectionId);

	/**
	 * Something happened.
	 * @param event what
	 */
	void event(NetAsyncEvent event);

	/**
	 * A message could not be sent, or bytes received could not be read.
	 * @param message the message, {@code null} for bytes received
	 * @param cause why
	 */
	void failed(@Nullable Message<?> message, Throwable cause);

}
