package io.netasync.zeromq.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one message, in order. At least one; each may be empty.
 *
 * @param parts the frames, not to be changed
 * @author net-async
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Frames(byte[][] parts) {

	/** What a frame takes on the wire beside its bytes: flags and a length of 8 bytes. */
	private static final int OVERHEAD = 9;

	/**
	 * Makes frames.
	 * @param parts the frames
	 * @return the message
	 */
	public static Frames of(List<byte[]> parts) {
		return new Frames(parts.toArray(byte[][]::new));
	}

	/**
	 * Returns what the message takes, at most.
	 * @return bytes
	 */
	public long size() {
		long size = 0;
		for (byte[] part : this.parts) {
			size += part.length + (long) OVERHEAD;
		}
		return size;
	}

	byte[] part(int index) {
		return this.parts[index];
	}

	int count() {
		return this.parts.length;
	}

	/**
	 * Returns the frames from one on as a payload: a single one by itself, several as a
	 * list.
	 * @param from the first frame
	 * @return a {@code byte[]} or a {@code List<byte[]>}
	 */
	Object payload(int from) {
		if (from == this.parts.length - 1) {
			return this.parts[from];
		}
		return List.of(this.parts).subList(from, this.parts.length);
	}

	/**
	 * Makes a frame.
	 * @param value a {@code byte[]}, {@code String} or {@code ByteBuffer}
	 * @return its bytes
	 * @throws FrameException if it is of another type
	 */
	static byte[] bytes(@Nullable Object value) throws FrameException {
		if (value instanceof byte[] bytes) {
			return bytes;
		}
		if (value instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		if (value instanceof ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return bytes;
		}
		throw new FrameException(Reason.UNSUPPORTED_TYPE, "a frame must be a byte[], a String or a ByteBuffer, not %s"
			.formatted((value != null) ? "a '" + value.getClass().getName() + "'" : "null"));
	}

	/**
	 * Makes frames of a list.
	 * @param values the frames
	 * @return their bytes
	 * @throws FrameException if there are none or one is of another type
	 */
	static List<byte[]> list(Iterable<?> values) throws FrameException {
		List<byte[]> parts = new ArrayList<>();
		for (Object value : values) {
			parts.add(bytes(value));
		}
		if (parts.isEmpty()) {
			throw new FrameException(Reason.UNSUPPORTED_TYPE,
					"a message must have at least one frame: send an empty byte[] for an empty one");
		}
		return parts;
	}

}
