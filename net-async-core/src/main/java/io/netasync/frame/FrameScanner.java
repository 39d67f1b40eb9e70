package io.netasync.frame;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Tells apart the frames of one stream, as its bytes come. It remembers what it has seen
 * of an unfinished frame, so that bytes are looked at once however they are split. One
 * thread at a time may use it.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface FrameScanner {

	/**
	 * Cuts off the next frame.
	 * @param received what was received, from the position on which this left the buffer
	 * the last time to the limit; the position is moved to the end of the frame, and may
	 * be moved over bytes that belong to none
	 * @return a copy of the payload, {@code null} if more bytes are needed
	 * @throws FrameException if the frame can never be accepted, as soon as that is known
	 */
	byte @Nullable [] next(ByteBuffer received) throws FrameException;

	/**
	 * Makes a frame of what is left when the stream has ended.
	 * @param received what {@link #next(ByteBuffer)} has left
	 * @return a copy of the payload, {@code null} if the frame is cut off
	 */
	default byte @Nullable [] last(ByteBuffer received) {
		return null;
	}

}
