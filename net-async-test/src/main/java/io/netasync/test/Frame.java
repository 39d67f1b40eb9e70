package io.netasync.test;

import java.nio.ByteBuffer;

/**
 * The frames of the wire: a 4-byte big-endian length, then so many bytes.
 *
 * @author net-async
 */
final class Frame {

	static final int LENGTH_FIELD = 4;

	private Frame() {
	}

	static byte[] of(byte[] payload) {
		return ByteBuffer.allocate(LENGTH_FIELD + payload.length).putInt(payload.length).put(payload).array();
	}

	/**
	 * Returns the length a frame says it has.
	 * @param bytes at least a length field
	 * @return the length, which may be negative
	 */
	static int length(byte[] bytes) {
		return ByteBuffer.wrap(bytes).getInt();
	}

	static boolean hasLength(byte[] bytes) {
		return bytes.length >= LENGTH_FIELD;
	}

	/**
	 * Returns whether there is no use in waiting for more of a frame.
	 * @param bytes what came so far
	 * @return whether the frame is complete, or its length is invalid
	 */
	static boolean isDecided(byte[] bytes) {
		return hasLength(bytes) && (length(bytes) < 0 || bytes.length - LENGTH_FIELD >= length(bytes));
	}

}
