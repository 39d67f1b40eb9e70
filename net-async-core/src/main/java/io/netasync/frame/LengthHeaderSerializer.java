package io.netasync.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;
import org.springframework.util.Assert;

/**
 * Frames that start with the length of their payload, an unsigned number of one, two,
 * three, four or eight bytes, the most significant one first or last. <pre>
 * 4 bytes, not inclusive: the wire of net.async
 *
 * PAYLOAD (12 bytes)       FRAME (16 bytes)
 * +----------------+       +------------+----------------+
 * | "msg-00000000" |  &lt;--&gt;  | 0x0000000C | "msg-00000000" |
 * +----------------+       +------------+----------------+
 *
 * 2 bytes, inclusive: the length counts the header too
 *
 * PAYLOAD (12 bytes)       FRAME (14 bytes)
 * +----------------+       +--------+----------------+
 * | "msg-00000000" |  &lt;--&gt;  | 0x000E | "msg-00000000" |
 * +----------------+       +--------+----------------+
 *
 * 3 bytes, little-endian, not inclusive
 *
 * PAYLOAD (12 bytes)       FRAME (15 bytes)
 * +----------------+       +----------+----------------+
 * | "msg-00000000" |  &lt;--&gt;  | 0x0C0000 | "msg-00000000" |
 * +----------------+       +----------+----------------+
 *
 * HEARTBEAT (0 bytes)      FRAME (4 bytes)
 * ++                       +------------+
 * ||                 &lt;--&gt;  | 0x00000000 |
 * ++                       +------------+
 * </pre> Exchanges frames with Spring Integration's
 * {@link org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer
 * ByteArrayLengthHeaderSerializer}, and works wherever that one does. It differs in that
 * the maximum size holds for sending too, that a length above it is refused before
 * anything is allocated, and that memory grows with what was received, not with what was
 * claimed. Thread-safe once it is configured.
 *
 * @author net-async
 * @since 0.1.0
 */
public class LengthHeaderSerializer extends LengthPrefixedSerializer {

	private static final Set<Integer> SIZES = Set.of(1, 2, 3, 4, 8);

	private final int headerSize;

	private final boolean littleEndian;

	private final int included;

	private final int headerLimit;

	/** Needs to remember nothing, as the header is found where it is. */
	private final FrameScanner scanner = this::next;

	/**
	 * Creates the serializer of net.async's wire: four bytes that do not count
	 * themselves.
	 * @param maxFrameSize the largest payload in bytes, sent or received
	 */
	public LengthHeaderSerializer(int maxFrameSize) {
		this(Integer.BYTES, false, maxFrameSize);
	}

	/**
	 * Creates a big-endian serializer.
	 * @param headerSize the size of the length field: 1, 2, 3, 4 or 8 bytes
	 * @param inclusive whether the length counts the header too
	 * @param maxFrameSize the largest payload in bytes, sent or received; what the header
	 * can tell is a bound as well
	 */
	public LengthHeaderSerializer(int headerSize, boolean inclusive, int maxFrameSize) {
		this(headerSize, ByteOrder.BIG_ENDIAN, inclusive, maxFrameSize);
	}

	/**
	 * Creates a serializer.
	 * @param headerSize the size of the length field: 1, 2, 3, 4 or 8 bytes
	 * @param byteOrder which of those bytes comes first
	 * @param inclusive whether the length counts the header too
	 * @param maxFrameSize the largest payload in bytes, sent or received; what the header
	 * can tell is a bound as well
	 */
	public LengthHeaderSerializer(int headerSize, ByteOrder byteOrder, boolean inclusive, int maxFrameSize) {
		super(maxFrameSize);
		checkHeaderSize(headerSize);
		this.headerSize = headerSize;
		this.littleEndian = byteOrder == ByteOrder.LITTLE_ENDIAN;
		this.included = inclusive ? headerSize : 0;
		this.headerLimit = (headerSize >= Integer.BYTES) ? Integer.MAX_VALUE - headerSize
				: (1 << (Byte.SIZE * headerSize)) - 1 - this.included;
	}

	static void checkHeaderSize(int headerSize) {
		Assert.isTrue(SIZES.contains(headerSize), "'header-size' must be 1, 2, 3, 4 or 8");
	}

	/**
	 * Returns the size of the length field.
	 * @return 1, 2, 3, 4 or 8 bytes
	 */
	public int headerSize() {
		return this.headerSize;
	}

	/**
	 * Tells whether the length counts the header too.
	 * @return {@code true} if it does
	 */
	public boolean isInclusive() {
		return this.included > 0;
	}

	@Override
	public FrameScanner scanner() {
		return this.scanner;
	}

	private byte @Nullable [] next(ByteBuffer received) throws FrameException {
		if (received.remaining() < this.headerSize) {
			return null;
		}
		return cut(received, this.headerSize, payloadSize(received));
	}

	@Override
	protected int measure(Object payload) throws FrameException {
		return this.headerSize + told(size(payload));
	}

	@Override
	protected void write(byte[] payload, OutputStream out) throws IOException {
		long length = (long) payload.length + this.included;
		byte[] header = new byte[this.headerSize];
		for (int i = 0; i < this.headerSize; i++) {
			header[place(i)] = (byte) length;
			length >>>= Byte.SIZE;
		}
		out.write(header);
		out.write(payload);
	}

	/**
	 * Reads one frame, blocking until all of it has come, its payload in one go. Whatever
	 * fails inside a frame is also published as a
	 * {@code TcpDeserializationExceptionEvent}.
	 * @param inputStream the stream, at the start of a frame
	 * @return the payload, empty for a heartbeat
	 * @throws SoftEndOfStreamException if the stream ends before the frame has begun
	 * @throws IOException if the frame is refused, as {@link FrameException}, or the
	 * stream fails
	 */
	@Override
	public byte[] deserialize(InputStream inputStream) throws IOException {
		byte[] received = {};
		try {
			received = inputStream.readNBytes(this.headerSize);
			if (received.length == 0) {
				throw new SoftEndOfStreamException("Stream closed between payloads");
			}
			checkWhole(received, this.headerSize);
			int size = payloadSize(ByteBuffer.wrap(received));
			// Reads in chunks, so a peer pays in bytes for the memory it takes.
			received = inputStream.readNBytes(size);
			checkWhole(received, size);
			return received;
		}
		catch (SoftEndOfStreamException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			publishEvent(ex, received, -1);
			throw ex;
		}
	}

	/**
	 * Returns where a byte of the length is.
	 * @param significance 0 for the least significant one
	 * @return its place in the header
	 */
	private int place(int significance) {
		return this.littleEndian ? significance : this.headerSize - 1 - significance;
	}

	private int payloadSize(ByteBuffer frame) throws FrameException {
		long length = 0;
		for (int i = 0; i < this.headerSize; i++) {
			length |= (frame.get(frame.position() + place(i)) & 0xffL) << (Byte.SIZE * i);
		}
		if (length < 0) {
			// of 8 bytes, unsigned
			length = Long.MAX_VALUE;
		}
		if (length < this.included) {
			throw new FrameException(Reason.MALFORMED, "length of " + length + " is less than the " + this.included
					+ " bytes of the header it counts: check that the peer uses the same frame format");
		}
		return told(length - this.included);
	}

	private int told(long size) throws FrameException {
		int told = checked(size);
		if (told > this.headerLimit) {
			throw new FrameException(Reason.TOO_LARGE, "frame of " + size + " bytes exceeds the " + this.headerLimit
					+ " bytes that a header of " + this.headerSize + " byte(s) can tell");
		}
		return told;
	}

	private static void checkWhole(byte[] received, int size) throws FrameException {
		if (received.length < size) {
			throw new FrameException(Reason.TRUNCATED,
					"stream ended after " + received.length + " of " + size + " bytes of a frame");
		}
	}

}
