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
	 * Makes what the frame of a message carries, unless that is done.
	 * @param message the message, encoded or not
	 * @param payloads makes it
	 * @return what the frame carries
	 * @throws FrameException if it can't be made
	 */
	static Object encode(Message<?> message, PayloadCodec payloads) throws FrameException {
		if (message instanceof EncodedMessage known) {
			return known.encoded;
		}
		try {
			return payloads.encode(message);
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
		Object encoded = encode(message, payloads);
		return new EncodedMessage(message,
				(encoded instanceof String text) ? text.getBytes(StandardCharsets.UTF_8) : encoded);
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
