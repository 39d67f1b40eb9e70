package io.netasync.payload;

import java.nio.ByteBuffer;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;

/**
 * What a {@link MessageConverter} makes. It is asked for all that is sent except what is
 * bytes already; a {@code String} that it does not take is sent as UTF-8.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ConverterPayloads implements PayloadCodec {

	private final MessageConverter converter;

	private final Class<?> type;

	/**
	 * Creates a codec.
	 * @param converter makes a {@code byte[]}, {@code String} or {@code ByteBuffer} of
	 * what is sent, and the payload of a {@code byte[]} that was received; must be
	 * thread-safe
	 * @param type what it is asked to make of what was received
	 */
	public ConverterPayloads(MessageConverter converter, Class<?> type) {
		this.converter = converter;
		this.type = type;
	}

	@Override
	public Object encode(Message<?> message) throws FrameException {
		Object payload = message.getPayload();
		Object bytes = BytesPayloads.bytes(payload);
		if (bytes != null) {
			return bytes;
		}
		Message<?> converted = this.converter.toMessage(payload, message.getHeaders());
		if (converted == null && payload instanceof String) {
			return payload;
		}
		Object result = (converted != null) ? converted.getPayload() : null;
		if (result instanceof byte[] || result instanceof String || result instanceof ByteBuffer) {
			return result;
		}
		throw new FrameException(Reason.UNSUPPORTED_TYPE,
				"'payload' names a converter that makes no bytes of the type '%s': %s".formatted(
						payload.getClass().getTypeName(),
						(result != null) ? "it made " + result.getClass().getTypeName() : "it refused"));
	}

	@Override
	public DecodedPayload decode(Message<?> message) throws FrameException {
		Object value = this.converter.fromMessage(message, this.type);
		if (value == null) {
			throw new FrameException(Reason.UNSUPPORTED_TYPE,
					"'payload' names a converter that makes no '%s' of what was received: set 'payload-type'"
						.formatted(this.type.getTypeName()));
		}
		return DecodedPayload.of(value);
	}

}
