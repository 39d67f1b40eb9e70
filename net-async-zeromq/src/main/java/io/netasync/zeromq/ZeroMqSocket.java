package io.netasync.zeromq;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.SendResult;
import io.netasync.request.Requester;
import io.netasync.zeromq.message.ZeroMqType;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * A ZeroMQ socket that any thread may use. What is sent waits in a bounded buffer until
 * ZeroMQ takes it; what comes is delivered by threads that may block.
 * <p>
 * Requests are for a {@code req} only; the stages of others fail.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface ZeroMqSocket extends Requester, AutoCloseable permits RunningSocket {

	/**
	 * Returns the name of the socket.
	 * @return the name, as configured
	 */
	String name();

	/**
	 * Returns the type of the socket.
	 * @return the type
	 */
	ZeroMqType type();

	/**
	 * Opens the socket: binds, connects and subscribes as it is configured. Peers need
	 * not be there.
	 * @throws io.netasync.zeromq.engine.SocketBindException if an address can't be bound
	 */
	void start();

	/**
	 * Accepts a payload for sending. With the overflow policy {@code block} this waits
	 * for room in the send buffer, up to its timeout.
	 * @param payload a {@code byte[]}, {@code String} or {@code ByteBuffer}, or a list of
	 * them, each a frame; not to be changed afterwards
	 * @return what became of it: written when ZeroMQ has taken it. Never completes
	 * exceptionally
	 */
	default CompletionStage<SendResult> send(Object payload) {
		return send(new GenericMessage<>(payload));
	}

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
	 * Binds one more address.
	 * @param address the address, {@code *} or 0 for any free port
	 * @return the address with its port
	 * @throws io.netasync.zeromq.engine.SocketBindException if it can't be bound
	 */
	String bind(String address);

	/**
	 * Listens no more at an address.
	 * @param address what {@link #bind} returned, or {@link ZeroMqSnapshot#bound} has
	 */
	void unbind(String address);

	/**
	 * Connects to one more peer, which need not be there.
	 * @param address its address
	 */
	void connect(String address);

	/**
	 * Drops a peer.
	 * @param address its address, as it was given
	 */
	void disconnect(String address);

	/**
	 * Subscribes to what begins with a topic.
	 * @param topic the topic, empty for everything
	 */
	default void subscribe(String topic) {
		subscribe(topic.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Subscribes to what begins with a topic.
	 * @param topic the topic, empty for everything
	 */
	void subscribe(byte[] topic);

	/**
	 * Takes a subscription back.
	 * @param topic the topic
	 */
	default void unsubscribe(String topic) {
		unsubscribe(topic.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Takes a subscription back.
	 * @param topic the topic
	 */
	void unsubscribe(byte[] topic);

	/**
	 * Changes how much may wait to be sent, and what happens when more comes.
	 * @param policy the new bounds
	 */
	void sendBuffer(SendBufferPolicy policy);

	/**
	 * Returns what is known of the socket at this moment. Touches no socket.
	 * @return the snapshot
	 */
	ZeroMqSnapshot snapshot();

	/**
	 * Lets what waits be sent, for the linger at most, and closes for good. The ports are
	 * free when this returns. What can't be sent in time fails.
	 */
	@Override
	void close();

}
