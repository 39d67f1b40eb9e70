package io.netasync.payload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;

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
		return (message.getPayload() instanceof PayloadWriter writer) ? written(writer) : message.getPayload();
	}

	static byte[] written(PayloadWriter writer) throws FrameException {
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

	@Override
	public DecodedPayload decode(Message<?> message) {
		return DecodedPayload.of(message.getPayload());
	}

}
