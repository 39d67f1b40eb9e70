package io.netasync.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Lines of text: LF, CR and CRLF end one, each where it comes, and one of LF and CRLF is
 * written. <pre>
 * PAYLOAD (12 bytes)       FRAME (13 bytes)
 * +----------------+       +----------------+------+
 * | "msg-00000000" |  &lt;--&gt;  | "msg-00000000" | 0x0A |
 * +----------------+       +----------------+------+
 *
 * WIRE                               PAYLOADS
 * +-----+------+------+-----+------+       +-----+  ++  +-----+
 * | "a" | 0x0D | 0x0A | LF  | "b"  |  --&gt;  | "a" |  ||  | "b" |
 * +-----+------+------+-----+------+ end   +-----+  ++  +-----+
 * </pre> An empty line is a message, and so is what follows the last line when the stream
 * ends. A payload that contains a CR or LF would be more than one line and is refused.
 * Right for UTF-8 and for every charset in which those bytes mean nothing else; not for
 * UTF-16 and UTF-32. Thread-safe once it is configured.
 *
 * @author net-async
 * @since 0.1.0
 */
public class LineSerializer extends FrameCodec {

	private static final byte CR = '\r';

	private static final byte LF = '\n';

	private final byte[] ending;

	/**
	 * Creates a serializer.
	 * @param ending what ends the lines that are written
	 * @param maxFrameSize the largest line in bytes, sent or received, without its end
	 */
	public LineSerializer(LineEnding ending, int maxFrameSize) {
		super(maxFrameSize);
		this.ending = ((ending == LineEnding.CRLF) ? "\r\n" : "\n").getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public FrameScanner scanner() {
		return new Scanner();
	}

	@Override
	protected int measure(Object payload) throws FrameException {
		int size = checked(Payloads.size(payload)) + this.ending.length;
		if (isMoreThanALine(payload)) {
			throw new FrameException(Reason.AMBIGUOUS,
					"a payload with a CR or LF would be received as several lines: send one message for each line");
		}
		return size;
	}

	private static boolean isMoreThanALine(Object payload) {
		if (payload instanceof String text) {
			return text.indexOf(CR) >= 0 || text.indexOf(LF) >= 0;
		}
		for (byte next : Payloads.bytes(payload)) {
			if (next == CR || next == LF) {
				return true;
			}
		}
		return false;
	}

	@Override
	protected void write(byte[] payload, OutputStream out) throws IOException {
		out.write(payload);
		out.write(this.ending);
	}

	/**
	 * Ends a line at a CR without waiting for what follows, and so has to remember that
	 * an LF may.
	 */
	private final class Scanner implements FrameScanner {

		private int scanned;

		private boolean afterCr;

		@Override
		public byte @Nullable [] next(ByteBuffer received) throws FrameException {
			skipLineFeed(received);
			int start = received.position();
			for (int i = start + this.scanned; i < received.limit(); i++) {
				byte next = received.get(i);
				if (next == CR || next == LF) {
					byte[] line = new byte[i - start];
					received.get(line).get();
					this.scanned = 0;
					this.afterCr = next == CR;
					skipLineFeed(received);
					return line;
				}
				checked(i - start + 1L);
			}
			this.scanned = received.remaining();
			return null;
		}

		private void skipLineFeed(ByteBuffer received) {
			if (this.afterCr && received.hasRemaining()) {
				this.afterCr = false;
				if (received.get(received.position()) == LF) {
					received.get();
				}
			}
		}

		@Override
		public byte @Nullable [] last(ByteBuffer received) {
			if (!received.hasRemaining()) {
				return null;
			}
			byte[] line = new byte[received.remaining()];
			received.get(line);
			return line;
		}

	}

}
