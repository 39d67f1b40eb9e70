package io.netasync.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.netasync.frame.FrameException.Reason;

/**
 * Measures what an application may send, and makes its bytes.
 *
 * @author net-async
 */
final class Payloads {

	private Payloads() {
	}

	/**
	 * Measures a payload without allocating.
	 * @param payload the payload
	 * @return its size in bytes
	 * @throws FrameException if it is of a type that has no bytes
	 */
	static long size(Object payload) throws FrameException {
		if (payload instanceof byte[] bytes) {
			return bytes.length;
		}
		if (payload instanceof String text) {
			return utf8Size(text);
		}
		if (payload instanceof ByteBuffer buffer) {
			return buffer.remaining();
		}
		throw new FrameException(Reason.UNSUPPORTED_TYPE, "payload of type '" + payload.getClass().getTypeName()
				+ "' has no bytes: send a byte[], String or ByteBuffer, or set 'payload'");
	}

	/**
	 * Makes the bytes of a payload.
	 * @param payload a payload that was measured
	 * @return its bytes; the payload itself if it is an array
	 */
	static byte[] bytes(Object payload) {
		if (payload instanceof byte[] bytes) {
			return bytes;
		}
		if (payload instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		ByteBuffer buffer = (ByteBuffer) payload;
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

	/**
	 * Counts what {@link String#getBytes(java.nio.charset.Charset)} would make: an
	 * unpaired surrogate becomes a question mark.
	 * @param text the text
	 * @return its size in UTF-8
	 */
	static long utf8Size(String text) {
		long size = text.length();
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < 0x80) {
				continue;
			}
			if (!Character.isSurrogate(c)) {
				size += (c < 0x800) ? 1 : 2;
			}
			else if (Character.isHighSurrogate(c) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1))) {
				size += 2;
				i++;
			}
		}
		return size;
	}

}
