package io.netasync.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;
import org.springframework.util.Assert;

/**
 * Bytes as they come, without frames: what a read brought is a message. <pre>
 * PAYLOAD (12 bytes)       WIRE (12 bytes)
 * +----------------+       +----------------+
 * | "msg-00000000" |  --&gt;  | "msg-00000000" |
 * +----------------+       +----------------+
 *
 * WIRE, in two reads            PAYLOADS
 * +-------+-----------+       +-------+  +-----------+
 * | "msg" | "-000..." |  --&gt;  | "msg" |  | "-000..." |
 * +-------+-----------+       +-------+  +-----------+
 * </pre> The network splits and joins what was sent as it likes, so the application must
 * not take one for one message. Thread-safe once it is configured.
 *
 * @author net-async
 * @since 0.1.0
 */
public class RawSerializer extends FrameCodec {

	private final int chunkSize;

	private final FrameScanner scanner = this::next;

	/**
	 * Creates a serializer.
	 * @param chunkSize the most bytes that are received as one message, 0 for as many as
	 * a read brings and {@code maxFrameSize} allows
	 * @param maxFrameSize the largest payload in bytes, sent or received
	 */
	public RawSerializer(int chunkSize, int maxFrameSize) {
		super(maxFrameSize);
		checkChunkSize(chunkSize, maxFrameSize);
		this.chunkSize = (chunkSize > 0) ? chunkSize : maxFrameSize;
	}

	static void checkChunkSize(int chunkSize, int maxFrameSize) {
		Assert.isTrue(chunkSize >= 0, "'chunk-size' must not be negative");
		Assert.isTrue(chunkSize <= maxFrameSize, "'chunk-size' must not be greater than 'max-size'");
	}

	@Override
	public FrameScanner scanner() {
		return this.scanner;
	}

	private byte @Nullable [] next(ByteBuffer received) {
		if (!received.hasRemaining()) {
			return null;
		}
		byte[] chunk = new byte[Math.min(received.remaining(), this.chunkSize)];
		received.get(chunk);
		return chunk;
	}

	@Override
	protected int measure(Object payload) throws FrameException {
		long size = Payloads.size(payload);
		if (size == 0) {
			throw new FrameException(Reason.EMPTY, "an empty payload would send nothing: send at least one byte");
		}
		return checked(size);
	}

	@Override
	protected void write(byte[] payload, OutputStream out) throws IOException {
		out.write(payload);
	}

	/**
	 * Reads what is there, blocking until that is at least one byte.
	 * @param in the stream
	 * @return what was read
	 * @throws SoftEndOfStreamException if the stream has ended
	 * @throws IOException if the stream fails
	 */
	@Override
	public byte[] deserialize(InputStream in) throws IOException {
		int first = in.read();
		if (first < 0) {
			throw new SoftEndOfStreamException("Stream closed between payloads");
		}
		byte[] chunk = new byte[1 + Math.min(Math.max(0, in.available()), this.chunkSize - 1)];
		chunk[0] = (byte) first;
		int rest = in.readNBytes(chunk, 1, chunk.length - 1);
		return (rest < chunk.length - 1) ? Arrays.copyOf(chunk, 1 + rest) : chunk;
	}

}
