package io.netasync.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Frames that all have the same size. <pre>
 * size 12
 *
 * PAYLOADS                                  WIRE (24 bytes)
 * +----------------+----------------+       +----------------+----------------+
 * | "msg-00000000" | "msg-00000001" |  &lt;--&gt;  | "msg-00000000" | "msg-00000001" |
 * +----------------+----------------+       +----------------+----------------+
 * </pre> A payload of another size is refused; nothing is filled up. Thread-safe once it
 * is configured.
 *
 * @author net-async
 * @since 0.1.0
 */
public class FixedLengthSerializer extends FrameCodec {

	private final int size;

	private final FrameScanner scanner = this::next;

	/**
	 * Creates a serializer.
	 * @param size the size of every payload in bytes
	 */
	public FixedLengthSerializer(int size) {
		super(size);
		this.size = size;
	}

	@Override
	public FrameScanner scanner() {
		return this.scanner;
	}

	private byte @Nullable [] next(ByteBuffer received) {
		if (received.remaining() < this.size) {
			return null;
		}
		byte[] payload = new byte[this.size];
		received.get(payload);
		return payload;
	}

	@Override
	protected int measure(Object payload) throws FrameException {
		long given = Payloads.size(payload);
		if (given != this.size) {
			throw new FrameException((given > this.size) ? Reason.TOO_LARGE : Reason.AMBIGUOUS, "payload of " + given
					+ " bytes, but 'frame.size' is " + this.size + " bytes: send exactly so many");
		}
		return this.size;
	}

	@Override
	protected void write(byte[] payload, OutputStream out) throws IOException {
		out.write(payload);
	}

}
