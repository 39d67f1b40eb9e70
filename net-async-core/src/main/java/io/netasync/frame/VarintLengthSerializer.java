package io.netasync.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Frames that start with the length of their payload as a base-128 varint, as Protocol
 * Buffers write delimited messages: seven bits a byte, the least significant ones first,
 * the high bit set in all bytes but the last. <pre>
 * PAYLOAD (300 bytes)      FRAME (302 bytes)
 * +----------------+       +--------+----------------+
 * |      ...       |  &lt;--&gt;  | 0xAC02 |      ...       |
 * +----------------+       +--------+----------------+
 *
 * HEARTBEAT (0 bytes)      FRAME (1 byte)
 * ++                       +------+
 * ||                 &lt;--&gt;  | 0x00 |
 * ++                       +------+
 * </pre> A length of more than 32 bits, or of more than five bytes, is refused. One with
 * needless zeros at its end is read, as Protocol Buffers do. Thread-safe once it is
 * configured.
 *
 * @author net-async
 * @since 0.1.0
 */
public class VarintLengthSerializer extends LengthPrefixedSerializer {

	private static final int BITS = 7;

	private static final int MORE = 0x80;

	private static final int MAX_HEADER = 5;

	/** What is left of 32 bits for the fifth byte. */
	private static final int LAST_BYTE_LIMIT = 0x0f;

	private final FrameScanner scanner = this::next;

	/**
	 * Creates a serializer.
	 * @param maxFrameSize the largest payload in bytes, sent or received
	 */
	public VarintLengthSerializer(int maxFrameSize) {
		super(Math.min(maxFrameSize, Integer.MAX_VALUE - MAX_HEADER));
	}

	@Override
	public FrameScanner scanner() {
		return this.scanner;
	}

	private byte @Nullable [] next(ByteBuffer received) throws FrameException {
		// at most five bytes, looked at again rather than remembered
		long length = 0;
		for (int i = 0; i < received.remaining(); i++) {
			int next = received.get(received.position() + i) & 0xff;
			if (i == MAX_HEADER - 1 && next > LAST_BYTE_LIMIT) {
				throw new FrameException(Reason.MALFORMED, "the length of a frame has more than 32 bits: check that "
						+ "the peer uses the same frame format");
			}
			length |= (long) (next & ~MORE) << (BITS * i);
			if (next < MORE) {
				return cut(received, i + 1, checked(length));
			}
		}
		return null;
	}

	@Override
	protected int measure(Object payload) throws FrameException {
		int size = size(payload);
		int bits = Integer.SIZE - Integer.numberOfLeadingZeros(size | 1);
		return (bits + BITS - 1) / BITS + size;
	}

	@Override
	protected void write(byte[] payload, OutputStream out) throws IOException {
		int length = payload.length;
		while (length >= MORE) {
			out.write(length | MORE);
			length >>>= BITS;
		}
		out.write(length);
		out.write(payload);
	}

}
