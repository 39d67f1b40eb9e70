package io.netasync.payload;

import io.netasync.frame.FrameException;

import org.springframework.messaging.Message;

/**
 * Makes what a frame carries of a message to send, and what the application gets of what
 * a frame carried. One instance serves all connections of a client or server, and must be
 * thread-safe.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface PayloadCodec {

	/**
	 * Makes what a frame carries. Called once for each message, on the thread that sends
	 * it; may take its time there.
	 * @param message the message to send
	 * @return a {@code byte[]}, a {@code String}, sent as UTF-8, or a {@code ByteBuffer}
	 * @throws FrameException if it can't be made; the sender gets it
	 */
	Object encode(Message<?> message) throws FrameException;

	/**
	 * Makes what the application gets. Called in the order of the frames, on the thread
	 * that handles them.
	 * @param message the received message with its headers; its payload is what the frame
	 * carried, mostly a {@code byte[]}
	 * @return the payload, and headers to add
	 * @throws FrameException if it can't be made; the frame then goes to the errors
	 * channel, and the connection lives
	 */
	DecodedPayload decode(Message<?> message) throws FrameException;

}
