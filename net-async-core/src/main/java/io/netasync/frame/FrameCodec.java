package io.netasync.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.serializer.AbstractByteArraySerializer;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;
import org.springframework.util.Assert;

/**
 * A format of frames that is also a serializer and deserializer of Spring Integration,
 * and works wherever one of those does. The largest payload is bounded both ways; what is
 * larger is refused as soon as that is known, and memory grows with what was received.
 * Thread-safe once it is configured.
 *
 * @author net-async
 * @since 0.1.0
 */
public abstract class FrameCodec extends AbstractByteArraySerializer implements Framing {

	private static final int INITIAL_BYTES = 64;

	/** What the JDK itself takes for the largest array. */
	private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

	private byte @Nullable [] heartbeat;

	private final Map<InputStream, FrameScanner> scanners = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * Creates a codec.
	 * @param maxFrameSize the largest payload in bytes, sent or received
	 */
	@SuppressWarnings("this-escape")
	protected FrameCodec(int maxFrameSize) {
		Assert.isTrue(maxFrameSize > 0, "'max-size' must be greater than 0");
		super.setMaxMessageSize(maxFrameSize);
	}

	/**
	 * Writes the frame of a payload.
	 * @param payload the payload, which may be sent
	 * @param out where to, not flushed
	 * @throws IOException if that fails
	 */
	protected abstract void write(byte[] payload, OutputStream out) throws IOException;

	/**
	 * Measures the frame of a payload that is not taken for a heartbeat.
	 * @param payload the payload
	 * @return the size in bytes on the wire, with what the format adds
	 * @throws FrameException if the payload can't be sent
	 */
	protected abstract int measure(Object payload) throws FrameException;

	@Override
	public final int frameSize(Object payload) throws FrameException {
		int size = measure(payload);
		byte[] probe = this.heartbeat;
		if (probe != null && payload != probe && Payloads.size(payload) == probe.length
				&& Arrays.equals(Payloads.bytes(payload), probe)) {
			throw new FrameException(Reason.AMBIGUOUS,
					"the payload is 'heartbeat.probe' and would be taken for a heartbeat: send another, or change the probe");
		}
		return size;
	}

	/**
	 * Returns the payload that stands for a heartbeat: what was set, or nothing.
	 * @return always the same array, {@code null} if there is none
	 */
	@Override
	public byte @Nullable [] heartbeat() {
		return this.heartbeat;
	}

	/**
	 * Sets the payload that stands for a heartbeat, where the format has none of its own.
	 * To be called before the codec is used.
	 * @param heartbeat the payload
	 * @throws FrameException if it can't be sent
	 */
	public void setHeartbeat(byte[] heartbeat) throws FrameException {
		measure(heartbeat);
		this.heartbeat = heartbeat.clone();
	}

	/**
	 * Writes a frame, or nothing if the payload is refused.
	 * @param payload the payload
	 * @param out the stream, not flushed
	 * @throws IOException if the payload is refused, as {@link FrameException}, or the
	 * stream fails
	 */
	@Override
	public final void serialize(byte[] payload, OutputStream out) throws IOException {
		frameSize(payload);
		write(payload, out);
	}

	/**
	 * Reads one frame, blocking until all of it has come, and not a byte more. Whatever
	 * fails inside a frame is also published as a
	 * {@code TcpDeserializationExceptionEvent}.
	 * @param in the stream; always the same object for one connection
	 * @return the payload
	 * @throws SoftEndOfStreamException if the stream ends before a frame has begun
	 * @throws IOException if the frame is refused, as {@link FrameException}, or the
	 * stream fails
	 */
	@Override
	public byte[] deserialize(InputStream in) throws IOException {
		Unread unread = new Unread();
		try {
			return read(in, this.scanners.computeIfAbsent(in, (stream) -> scanner()), unread);
		}
		catch (SoftEndOfStreamException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			publishEvent(ex, unread.bytes(), -1);
			throw ex;
		}
	}

	private byte[] read(InputStream in, FrameScanner scanner, Unread unread) throws IOException {
		while (true) {
			int next = in.read();
			if (next < 0) {
				return atEnd(scanner, unread);
			}
			byte[] payload = unread.add(next, scanner);
			if (payload != null) {
				return payload;
			}
		}
	}

	private static byte[] atEnd(FrameScanner scanner, Unread unread) throws IOException {
		ByteBuffer left = unread.view();
		if (!left.hasRemaining()) {
			throw new SoftEndOfStreamException("Stream closed between payloads");
		}
		byte[] payload = scanner.last(left);
		if (payload == null) {
			throw new FrameException(Reason.TRUNCATED,
					"stream ended after the first " + left.remaining() + " bytes of a frame");
		}
		return payload;
	}

	/**
	 * Checks the size of a payload.
	 * @param size its size in bytes
	 * @return the same
	 * @throws FrameException if it is too large
	 */
	protected final int checked(long size) throws FrameException {
		if (size > getMaxMessageSize()) {
			throw new FrameException(Reason.TOO_LARGE,
					"frame of " + size + " bytes exceeds 'frame.max-size' of " + getMaxMessageSize() + " bytes");
		}
		return (int) size;
	}

	/**
	 * What was read of a stream and not yet made into a frame.
	 */
	private static final class Unread {

		private ByteBuffer received = ByteBuffer.allocate(INITIAL_BYTES).limit(0);

		byte @Nullable [] add(int next, FrameScanner scanner) throws FrameException {
			int end = this.received.limit();
			if (end == this.received.capacity()) {
				this.received = ByteBuffer
					.wrap(Arrays.copyOf(this.received.array(), (int) Math.min(2L * end, MAX_BYTES)))
					.position(this.received.position())
					.limit(end);
			}
			this.received.limit(end + 1).put(end, (byte) next);
			return scanner.next(this.received);
		}

		ByteBuffer view() {
			return this.received;
		}

		byte[] bytes() {
			return Arrays.copyOfRange(this.received.array(), this.received.position(), this.received.limit());
		}

	}

}
