package io.netasync.server;

import java.util.concurrent.CompletionStage;

import io.netasync.buffer.Ledger;
import io.netasync.event.Endpoint;
import io.netasync.mailbox.SendResult;
import io.netasync.request.Requester;

import org.springframework.messaging.Message;

/**
 * A connection that a server has accepted.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface NetAsyncConnection extends Requester permits ServerConnection {

	/**
	 * Returns the id that {@code ip_connectionId} carries.
	 * @return the id
	 */
	String id();

	/**
	 * Returns the peer.
	 * @return its address and port
	 */
	Endpoint endpoint();

	/**
	 * Accepts a payload for sending. With the overflow policy {@code block} this waits
	 * for room in the send buffer, up to its timeout, but never on an event loop.
	 * @param payload a {@code byte[]}, {@code String} or {@code ByteBuffer}; not to be
	 * changed afterwards
	 * @return what became of it, off the event loop: written when its last byte has
	 * reached the kernel. Never completes exceptionally
	 */
	CompletionStage<SendResult> send(Object payload);

	/**
	 * Accepts a message for sending, as {@link #send(Object)} does a payload.
	 * @param message the message
	 * @return what became of it
	 */
	CompletionStage<SendResult> send(Message<?> message);

	/**
	 * Returns what became of the messages to send.
	 * @return the ledger
	 */
	Ledger ledger();

	/**
	 * Closes the connection. What waits to be sent fails.
	 */
	void close();

}
