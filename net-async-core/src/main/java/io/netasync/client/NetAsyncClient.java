package io.netasync.client;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.netasync.event.ConnectionState;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.SendResult;
import io.netasync.request.Requester;
import io.netasync.transport.Connector;

import org.springframework.messaging.Message;

/**
 * A client that keeps one connection to one of its endpoints. The handle stays valid
 * whatever the network does: what is sent while there is no connection waits in the send
 * buffer.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface NetAsyncClient extends Requester, AutoCloseable permits ReconnectingClient {

	/**
	 * Creates a client, not yet started.
	 * @param options how it behaves
	 * @param runtime what it needs of the world around it
	 * @param connector what opens its connections; closed with the client
	 * @param recipient hears of it
	 * @return the client
	 */
	static NetAsyncClient create(ClientOptions options, ClientRuntime runtime, Connector connector,
			Recipient recipient) {
		return new ReconnectingClient(options, runtime, connector, recipient);
	}

	/**
	 * Returns the name of the client.
	 * @return the name, as configured
	 */
	String name();

	/**
	 * Begins to connect, and keeps doing so. Does not wait.
	 */
	void start();

	/**
	 * Returns the state of the client now.
	 * @return the state
	 */
	ConnectionState state();

	/**
	 * Waits until the client is connected.
	 * @param timeout how long to wait
	 * @return {@code false} if it is not, at the end of the timeout or because it is
	 * closed
	 * @throws InterruptedException if interrupted
	 */
	boolean awaitConnected(Duration timeout) throws InterruptedException;

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
	 * @return what becomes of it
	 */
	CompletionStage<SendResult> send(Message<?> message);

	/**
	 * Accepts a message for sending, without telling what becomes of it: the errors
	 * channel does if it is given up. This is what the outbound channel does.
	 * @param message the message
	 * @throws FrameException if it can't be sent
	 * @throws io.netasync.buffer.SendRefusedException if there is no room for it
	 */
	void accept(Message<?> message) throws FrameException;

	/**
	 * Gives up the current connection for a new one, or tries at once where the client
	 * would have waited.
	 */
	void reconnect();

	/**
	 * Returns what is known of the client at this moment. Touches no socket.
	 * @return the snapshot
	 */
	ClientSnapshot snapshot();

	/**
	 * Writes what is in the send buffer, if there is a connection, and closes for good.
	 * What can't be written within the close timeout fails.
	 */
	@Override
	void close();

}
