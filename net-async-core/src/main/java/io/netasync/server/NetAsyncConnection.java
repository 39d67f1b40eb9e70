package io.netasync.server;

import java.util.concurrent.CompletionStage;

import io.netasync.buffer.Ledger;
import io.netasync.event.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a server has accepted.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface NetAsyncConnection permits ServerConnection {

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
	 * @return completes when the last byte has reached the kernel; fails when the payload
	 * was not accepted or was given up
	 */
	CompletionStage<@Nullable Void> send(Object payload);

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
