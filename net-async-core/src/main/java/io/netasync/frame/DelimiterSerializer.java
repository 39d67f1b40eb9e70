package io.netasync.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Frames that end with a delimiter of one or more bytes. <pre>
 * delimiter 0x0C, a form feed: the wire of node-ipc
 *
 * PAYLOAD (40 bytes)                               FRAME (41 bytes)
 * +------------------------------------------+       +------------------------+------+
 * | {"type":"message","data":"msg-00000000"} |  &lt;--&gt;  | {"type":"message",...} | 0x0C |
 * +------------------------------------------+       +------------------------+------+
 * </pre> The first place where the delimiter is complete ends the frame. So a payload
 * that contains it is refused, and one with whose end it would be complete earlier, such
 * as {@code ab} before {@code abab}. An empty frame is an empty message. The bytes
 * received are matched once each, with the algorithm of Knuth, Morris and Pratt.
 * Thread-safe once it is configured.
 *
 * @author net-async
 * @since 0.1.0
 */
public class DelimiterSerializer extends FrameCodec {

	private final byte[] delimiter;

	/**
	 * By how much of the delimiter is matched: how much still is when the next byte does
	 * not fit.
	 */
	private final int[] fallback;

	/**
	 * Creates a serializer.
	 * @param delimiter what ends a frame
	 * @param maxFrameSize the largest payload in bytes, sent or received, without the
	 * delimiter
	 */
	public DelimiterSerializer(byte[] delimiter, int maxFrameSize) {
		super(maxFrameSize);
		Assert.isTrue(delimiter.length > 0, "'delimiter' must not be empty");
		this.delimiter = delimiter.clone();
		this.fallback = new int[delimiter.length];
		for (int i = 1, matched = 0; i < delimiter.length; i++) {
			matched = match(matched, delimiter[i]);
			this.fallback[i] = matched;
		}
	}

	private int match(int matched, byte next) {
		int length = matched;
		while (length > 0 && this.delimiter[length] != next) {
			length = this.fallback[length - 1];
		}
		return (this.delimiter[length] == next) ? length + 1 : length;
	}

	@Override
	public FrameScanner scanner() {
		return new Scanner();
	}

	@Override
	protected int measure(Object payload) throws FrameException {
		int size = checked(Payloads.size(payload)) + this.delimiter.length;
		if (endsEarly(payload)) {
			throw new FrameException(Reason.AMBIGUOUS, "the payload contains the delimiter, or does so together with "
					+ "the delimiter behind it, and would be received as several");
		}
		return size;
	}

	private boolean endsEarly(Object payload) {
		if (payload instanceof String text && this.delimiter.length == 1 && this.delimiter[0] >= 0) {
			return text.indexOf(this.delimiter[0]) >= 0;
		}
		int matched = 0;
		for (byte next : Payloads.bytes(payload)) {
			matched = match(matched, next);
			if (matched == this.delimiter.length) {
				return true;
			}
		}
		for (int i = 0; i < this.delimiter.length - 1; i++) {
			matched = match(matched, this.delimiter[i]);
			if (matched == this.delimiter.length) {
				return true;
			}
		}
		return false;
	}

	@Override
	protected void write(byte[] payload, OutputStream out) throws IOException {
		out.write(payload);
		out.write(this.delimiter);
	}

	private final class Scanner implements FrameScanner {

		private int scanned;

		private int matched;

		@Override
		public byte @Nullable [] next(ByteBuffer received) throws FrameException {
			int start = received.position();
			for (int i = start + this.scanned; i < received.limit(); i++) {
				this.matched = match(this.matched, received.get(i));
				int size = i + 1 - start - this.matched;
				if (this.matched == DelimiterSerializer.this.delimiter.length) {
					byte[] payload = new byte[size];
					received.get(payload).position(i + 1);
					this.scanned = 0;
					this.matched = 0;
					return payload;
				}
				checked(size);
			}
			this.scanned = received.remaining();
			return null;
		}

	}

}
