package io.netasync.payload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Bytes as they are. Besides {@code byte[]}, {@code String} and {@code ByteBuffer}, a
 * {@link PayloadWriter} may be sent.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class BytesPayloads implements PayloadCodec {

	@Override
	public Object encode(Message<?> message) throws FrameException {
		Object bytes = bytes(message.getPayload());
		return (bytes != null) ? bytes : message.getPayload();
	}

	@Override
	public DecodedPayload decode(Message<?> message) {
		return DecodedPayload.of(message.getPayload());
	}

	/**
	 * Returns the bytes of a payload that has them, whatever the conversion.
	 * @param payload the payload
	 * @return a {@code byte[]} or {@code ByteBuffer}, {@code null} for other payloads
	 * @throws FrameException if a {@link PayloadWriter} fails
	 */
	static @Nullable Object bytes(Object payload) throws FrameException {
		if (payload instanceof PayloadWriter writer) {
			return written(writer);
		}
		return (payload instanceof byte[] || payload instanceof ByteBuffer) ? payload : null;
	}

	private static byte[] written(PayloadWriter writer) throws FrameException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			writer.writeTo(out);
		}
		catch (IOException ex) {
			throw new FrameException(Reason.UNSUPPORTED_TYPE, "the payload could not be written: " + ex.getMessage(),
					ex);
		}
		return out.toByteArray();
	}

}
