package io.netasync.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.netasync.buffer.Ledger;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.SendResult;
import io.netasync.request.Requester;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.SubscribableChannel;

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
	 * Returns this side of the connection.
	 * @return the local address and port
	 */
	Endpoint localEndpoint();

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
	 * Accepts a message for sending, without telling what becomes of it: the errors
	 * channel does if it is given up. This is what the outbound channel does.
	 * @param message the message
	 * @throws FrameException if it can't be sent
	 * @throws io.netasync.buffer.SendRefusedException if there is no room for it
	 */
	void accept(Message<?> message) throws FrameException;

	/**
	 * Returns a channel with the messages of this connection alone. From its first
	 * subscription on they come there, and no more to the inbound channel of the server:
	 * subscribe in a handler of {@code <name>.connections}, which runs before the first
	 * message, to have them all.
	 * @return the channel, always the same
	 */
	SubscribableChannel inbound();

	/**
	 * Returns a channel to fetch the messages of this connection alone. From the first
	 * call on they wait there. What is not fetched stops the reads of this connection.
	 * @return the channel, always the same
	 */
	PollableChannel inboundQueue();

	/**
	 * Returns a channel for messages to this connection. They need no header.
	 * @return the channel, always the same
	 */
	MessageChannel outbound();

	/**
	 * Changes how much may wait to be sent over this connection, and what happens when
	 * more comes, until the policy of the server is changed. What waits stays.
	 * @param policy the new bounds
	 */
	void sendBuffer(SendBufferPolicy policy);

	/**
	 * Returns a place for what the application knows of the connection.
	 * @return the attributes, thread-safe
	 */
	Map<String, Object> attributes();

	/**
	 * Returns what is underneath: Netty's {@code Channel}, a {@code java.net.Socket} to
	 * look at addresses and options, or Spring Integration's {@code TcpConnection}. With
	 * {@code transport: net} or {@code nio} only the last is there.
	 * <p>
	 * Good for what net-async does not offer, such as an option or an attribute of the
	 * channel. What is written to it directly comes between the frames, and what is read
	 * from it is missing there; its handlers, {@code AUTO_READ} and the allocators are
	 * net-async's. Closing it ends the connection with {@code LOCAL_CLOSE}.
	 * @param type the type that is wanted
	 * @param <T> the type that is wanted
	 * @return what is there of that type, empty if nothing is
	 */
	<T> Optional<T> unwrap(Class<T> type);

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
