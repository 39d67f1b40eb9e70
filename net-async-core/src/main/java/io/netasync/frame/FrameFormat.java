package io.netasync.frame;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a format of frames without reading any: how large they are, and which
 * of them is a heartbeat.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface FrameFormat {

	/**
	 * Measures the frame of a payload before anything is allocated for it.
	 * @param payload a {@code byte[]}, a {@code String}, sent as UTF-8, or a
	 * {@code ByteBuffer}, sent from its position to its limit
	 * @return the size in bytes on the wire, with what the format adds
	 * @throws FrameException if the payload is too large, of another type, or one that
	 * this format can't tell from something else
	 */
	int frameSize(Object payload) throws FrameException;

	/**
	 * Returns the payload that stands for a heartbeat. What is sent is told from others
	 * by identity, so that nothing the application sends is mistaken for it.
	 * @return always the same array, {@code null} if the format has no heartbeat
	 */
	byte @Nullable [] heartbeat();

	/**
	 * Tells whether a received payload is a heartbeat.
	 * @param payload the payload
	 * @return {@code true} if it is; it is of no interest to the application then
	 */
	default boolean isHeartbeat(Object payload) {
		byte[] heartbeat = heartbeat();
		return heartbeat != null && payload instanceof byte[] bytes && Arrays.equals(heartbeat, bytes);
	}

}
