package io.netasync.mailbox;

import java.nio.charset.StandardCharsets;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.payload.PayloadCodec;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A message for many connections, with what its frame carries made once for all of them.
 *
 * @param message the message as the application gave it
 * @param encoded what its frame carries
 * @author net-async
 * @since 0.1.0
 */
public record EncodedMessage(Message<?> message, Object encoded) implements Message<Object> {

	/**
	 * Encodes a message that is not yet.
	 * @param message the message
	 * @param payloads makes what its frame carries
	 * @return the encoded message
	 * @throws FrameException if it can't be made
	 */
	static EncodedMessage of(Message<?> message, PayloadCodec payloads) throws FrameException {
		if (message instanceof EncodedMessage encoded) {
			return encoded;
		}
		try {
			return new EncodedMessage(message, payloads.encode(message));
		}
		catch (RuntimeException ex) {
			throw new FrameException(Reason.UNSUPPORTED_TYPE, "no bytes can be made of the payload of type '%s': %s"
				.formatted(message.getPayload().getClass().getTypeName(), ex.getMessage()), ex);
		}
	}

	/**
	 * Encodes a message so that nothing of it is done again for each connection.
	 * @param message the message
	 * @param payloads makes what its frame carries
	 * @return the encoded message
	 * @throws FrameException if it can't be made
	 */
	public static EncodedMessage forMany(Message<?> message, PayloadCodec payloads) throws FrameException {
		EncodedMessage once = of(message, payloads);
		return (once.encoded instanceof String text)
				? new EncodedMessage(once.message, text.getBytes(StandardCharsets.UTF_8)) : once;
	}

	@Override
	public Object getPayload() {
		return this.message.getPayload();
	}

	@Override
	public MessageHeaders getHeaders() {
		return this.message.getHeaders();
	}

}
