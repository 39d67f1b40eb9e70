package io.netasync.mailbox;

import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * What the owner of a client or a server hears of it: one call at a time and in order for
 * each connection, off the event loop. May block.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Recipient {

	/**
	 * A message came.
	 * @param message the message
	 */
	void received(Message<?> message);

	/**
	 * The status changed.
	 * @param status the status
	 * @param connectionId the connection it is about, {@code null} for a client itself
	 */
	void status(ConnectionStatus status, @Nullable String connectionId);

	/**
	 * Something happened.
	 * @param event what
	 */
	void event(NetAsyncEvent event);

	/**
	 * A message could not be sent or delivered, or bytes received could not be read.
	 * @param message the message, {@code null} for bytes received
	 * @param cause why
	 */
	void failed(@Nullable Message<?> message, Throwable cause);

}
