package io.netasync.frame;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Tells where frames end and what they carry, from the bytes received so far. It never
 * blocks and holds no state, so one instance serves all connections and threads.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Framing {

	/**
	 * Tells where the frame that starts at the position of the buffer ends. The position
	 * does not change.
	 * @param received what was received, from the first byte of a frame to the limit
	 * @return the absolute index just past the end of the frame, or -1 if more bytes are
	 * needed
	 * @throws FrameException if the frame can never be accepted, as soon as its header
	 * tells
	 */
	int frameEnd(ByteBuffer received) throws FrameException;

	/**
	 * Copies the payload of the frame that starts at the position of the buffer and
	 * advances the position to the end of the frame.
	 * @param received the buffer {@link #frameEnd(ByteBuffer)} was asked about
	 * @param end what it answered
	 * @return the payload, empty for a heartbeat
	 */
	byte[] payload(ByteBuffer received, int end);

	/**
	 * Measures the frame of a payload before anything is allocated for it.
	 * @param payload a {@code byte[]}, a {@code String}, sent as UTF-8, or a
	 * {@code ByteBuffer}, sent from its position to its limit
	 * @return the size in bytes on the wire, header included
	 * @throws FrameException if the payload is too large, empty or of another type
	 */
	int frameSize(Object payload) throws FrameException;

	/**
	 * Returns the payload that stands for a heartbeat. It is told from others by
	 * identity, so that nothing the application sends is mistaken for it.
	 * @return an empty array, or {@code null} if the format has no heartbeat
	 */
	byte @Nullable [] heartbeat();

}
