package io.netasync.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Frames between the control characters STX and ETX. <pre>
 * PAYLOAD (12 bytes)       FRAME (14 bytes)
 * +----------------+       +------+----------------+------+
 * | "msg-00000000" |  &lt;--&gt;  | 0x02 | "msg-00000000" | 0x03 |
 * +----------------+       +------+----------------+------+
 * </pre> Exchanges frames with Spring Integration's
 * {@link org.springframework.integration.ip.tcp.serializer.ByteArrayStxEtxSerializer
 * ByteArrayStxEtxSerializer}, and as with that one nothing may come between frames. It
 * differs in that a payload that contains an ETX is refused. Thread-safe once it is
 * configured.
 *
 * @author net-async
 * @since 0.1.0
 */
public class StxEtxSerializer extends FrameCodec {

	private static final byte STX = 0x02;

	private static final byte ETX = 0x03;

	/**
	 * Creates a serializer.
	 * @param maxFrameSize the largest payload in bytes, sent or received
	 */
	public StxEtxSerializer(int maxFrameSize) {
		super(maxFrameSize);
	}

	@Override
	public FrameScanner scanner() {
		return new Scanner();
	}

	@Override
	protected int measure(Object payload) throws FrameException {
		int size = checked(Payloads.size(payload)) + 2;
		if (containsEnd(payload)) {
			throw new FrameException(Reason.AMBIGUOUS,
					"a payload with an ETX (0x03) would end there: escape it, or use another format");
		}
		return size;
	}

	private static boolean containsEnd(Object payload) {
		if (payload instanceof String text) {
			return text.indexOf(ETX) >= 0;
		}
		for (byte next : Payloads.bytes(payload)) {
			if (next == ETX) {
				return true;
			}
		}
		return false;
	}

	@Override
	protected void write(byte[] payload, OutputStream out) throws IOException {
		out.write(STX);
		out.write(payload);
		out.write(ETX);
	}

	private final class Scanner implements FrameScanner {

		private int scanned;

		@Override
		public byte @Nullable [] next(ByteBuffer received) throws FrameException {
			int start = received.position();
			for (int i = start + this.scanned; i < received.limit(); i++) {
				byte next = received.get(i);
				if (i == start) {
					checkStart(next);
				}
				else if (next == ETX) {
					byte[] payload = new byte[i - start - 1];
					received.position(start + 1).get(payload).get();
					this.scanned = 0;
					return payload;
				}
				else {
					checked(i - start);
				}
			}
			this.scanned = received.remaining();
			return null;
		}

		private static void checkStart(byte first) throws FrameException {
			if (first != STX) {
				throw new FrameException(Reason.MALFORMED,
						"a frame must begin with STX (0x02) but begins with 0x%02x".formatted(first)
								+ ": check that the peer uses the same frame format");
			}
		}

	}

}
