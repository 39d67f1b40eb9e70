package io.netasync.payload;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;

import org.springframework.messaging.Message;

/**
 * Text both ways. Bytes that are no text of the charset are received as replacement
 * characters; a text that the charset can't write is refused to its sender.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class TextPayloads implements PayloadCodec {

	private final Charset charset;

	/**
	 * Creates a codec.
	 * @param charset the charset of what is sent and received
	 */
	public TextPayloads(Charset charset) {
		this.charset = charset;
	}

	@Override
	public Object encode(Message<?> message) throws FrameException {
		Object payload = message.getPayload();
		if (payload instanceof String text) {
			return (this.charset.equals(StandardCharsets.UTF_8) && isUnicode(text)) ? text : encoded(text);
		}
		Object bytes = BytesPayloads.bytes(payload);
		return (bytes != null) ? bytes : payload;
	}

	private static boolean isUnicode(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				// true for one without its other half only
				if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
					return false;
				}
				i++;
			}
		}
		return true;
	}

	private ByteBuffer encoded(String text) throws FrameException {
		try {
			return this.charset.newEncoder().encode(CharBuffer.wrap(text));
		}
		catch (CharacterCodingException ex) {
			throw new FrameException(Reason.UNSUPPORTED_TYPE,
					"the text has characters that 'frame.charset' %s does not have".formatted(this.charset), ex);
		}
	}

	@Override
	public DecodedPayload decode(Message<?> message) {
		return (message.getPayload() instanceof byte[] bytes) ? DecodedPayload.of(new String(bytes, this.charset))
				: DecodedPayload.of(message.getPayload());
	}

}
