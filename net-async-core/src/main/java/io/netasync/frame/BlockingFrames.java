package io.netasync.frame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;

/**
 * Frames of a serializer and a deserializer that are not ours: the deserializer finds the
 * end of a frame by reading, so it has to block. The serializer makes whole frames when
 * messages are accepted, so that its errors reach the sender and the size is known; as a
 * serializer this writes them as they are.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class BlockingFrames implements FrameFormat, Serializer<byte[]>, Deserializer<Object> {

	private final Serializer<Object> serializer;

	private final Deserializer<?> deserializer;

	private final int maxFrameSize;

	private final boolean bytesOnly;

	private final @Nullable String probe;

	private final byte @Nullable [] heartbeat;

	private final Map<InputStream, WatchedStream> streams = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * Creates the frames.
	 * @param serializer writes a frame; any thread may call it at any time
	 * @param deserializer reads a frame, blocking
	 * @param maxFrameSize the largest frame in bytes that is sent; what is received is
	 * the deserializer's to bound
	 * @param probe the payload that stands for a heartbeat, {@code null} for none
	 * @throws FrameException if the serializer can't write the probe
	 */
	@SuppressWarnings("unchecked")
	public BlockingFrames(Serializer<?> serializer, Deserializer<?> deserializer, int maxFrameSize,
			@Nullable String probe) throws FrameException {
		this.serializer = (Serializer<Object>) serializer;
		this.deserializer = deserializer;
		this.maxFrameSize = maxFrameSize;
		this.bytesOnly = ResolvableType.forInstance(serializer)
			.as(Serializer.class)
			.getGeneric()
			.resolve(Object.class) == byte[].class;
		this.probe = probe;
		this.heartbeat = (probe != null) ? encode(probe) : null;
	}

	/**
	 * Makes the frame of a payload. A text or buffer is given to a serializer of bytes as
	 * bytes, anything else as it is.
	 * @param payload the payload
	 * @return the frame
	 * @throws FrameException if the serializer fails
	 */
	public byte[] encode(Object payload) throws FrameException {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		try {
			boolean convert = this.bytesOnly && !(payload instanceof byte[]);
			Payloads.size(convert ? payload : "");
			this.serializer.serialize(convert ? Payloads.bytes(payload) : payload, frame);
		}
		catch (FrameException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			throw new FrameException(Reason.UNSUPPORTED_TYPE, "%s wrote no frame for a payload of type '%s': %s"
				.formatted(name(this.serializer), payload.getClass().getTypeName(), ex.getMessage()), ex);
		}
		return frame.toByteArray();
	}

	@Override
	public int frameSize(Object frame) throws FrameException {
		byte[] bytes = (byte[]) frame;
		if (bytes.length == 0) {
			throw new FrameException(Reason.EMPTY, name(this.serializer) + " wrote nothing for the payload");
		}
		if (bytes.length > this.maxFrameSize) {
			throw new FrameException(Reason.TOO_LARGE,
					"frame of " + bytes.length + " bytes exceeds 'frame.max-size' of " + this.maxFrameSize + " bytes");
		}
		if (this.heartbeat != null && bytes != this.heartbeat && Arrays.equals(bytes, this.heartbeat)) {
			throw new FrameException(Reason.AMBIGUOUS,
					"the payload is 'heartbeat.probe' and would be taken for a heartbeat: send another, or change the probe");
		}
		return bytes.length;
	}

	/**
	 * Returns the frame that is sent as a heartbeat.
	 * @return always the same array, {@code null} if there is none
	 */
	@Override
	public byte @Nullable [] heartbeat() {
		return this.heartbeat;
	}

	@Override
	public boolean isHeartbeat(Object payload) {
		return (this.probe != null && payload instanceof byte[] bytes)
				? Arrays.equals(bytes, Payloads.bytes(this.probe)) : payload.equals(this.probe);
	}

	@Override
	public void serialize(byte[] frame, OutputStream out) throws IOException {
		out.write(frame);
	}

	/**
	 * Reads one frame with the deserializer. What fails is told apart: the end of the
	 * stream between two frames, its end or failure inside of one, and a frame that the
	 * deserializer rejects.
	 * @param in the stream; always the same object for one connection
	 * @return what the deserializer made
	 * @throws SoftEndOfStreamException if the stream ends before a frame has begun
	 * @throws IOException if the frame is refused or cut off, as {@link FrameException},
	 * or the stream fails
	 */
	@Override
	public Object deserialize(InputStream in) throws IOException {
		WatchedStream watched = this.streams.computeIfAbsent(in, WatchedStream::new);
		watched.begin();
		try {
			Object made = this.deserializer.deserialize(watched);
			// one that makes nothing at the end would be asked for ever
			watched.checkNotOver(made == null);
			return made;
		}
		catch (SoftEndOfStreamException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			watched.checkNotOver(true);
			throw watched.failure(ex, name(this.deserializer));
		}
	}

	private static String name(Object serializer) {
		return serializer.getClass().getName();
	}

	/**
	 * The stream of a connection, which notes what became of reading it. Does not keep it
	 * from being forgotten.
	 */
	private static final class WatchedStream extends InputStream {

		private final WeakReference<InputStream> stream;

		private boolean begun;

		private boolean ended;

		private @Nullable IOException broken;

		WatchedStream(InputStream stream) {
			this.stream = new WeakReference<>(stream);
		}

		void begin() {
			this.begun = false;
			this.ended = false;
		}

		void checkNotOver(boolean nothingMade) {
			if (nothingMade && this.ended && !this.begun) {
				throw new SoftEndOfStreamException("Stream closed between payloads");
			}
		}

		IOException failure(Exception ex, String deserializer) {
			if (this.broken != null) {
				return this.broken;
			}
			if (this.ended) {
				return new FrameException(Reason.TRUNCATED, "stream ended inside of a frame: " + ex.getMessage(), ex);
			}
			return (ex instanceof FrameException known) ? known : new FrameException(Reason.MALFORMED,
					deserializer + " could not read a frame: " + ex.getMessage(), ex);
		}

		private InputStream stream() {
			return Objects.requireNonNull(this.stream.get());
		}

		private int noted(int result) {
			this.ended |= result < 0;
			this.begun |= result >= 0;
			return result;
		}

		private IOException noted(IOException failure) {
			this.broken = failure;
			return failure;
		}

		@Override
		public int read() throws IOException {
			try {
				return noted(stream().read());
			}
			catch (IOException ex) {
				throw noted(ex);
			}
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			try {
				return noted(stream().read(target, offset, length));
			}
			catch (IOException ex) {
				throw noted(ex);
			}
		}

		@Override
		public int available() throws IOException {
			return stream().available();
		}

		@Override
		public void close() throws IOException {
			stream().close();
		}

	}

}
