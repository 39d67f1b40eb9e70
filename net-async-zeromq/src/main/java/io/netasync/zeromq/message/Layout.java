package io.netasync.zeromq.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.payload.DecodedPayload;

import org.springframework.messaging.Message;

/**
 * Which frames come before the payload, and what they mean.
 *
 * @author net-async
 */
interface Layout {

	/**
	 * Returns how a type lays out its messages.
	 * @param type the type
	 * @return the layout
	 */
	static Layout of(ZeroMqType type) {
		return switch (type) {
			case REQ -> new RequestLayout();
			case REP -> new ReplyLayout();
			case ROUTER -> new RouterLayout();
			case PUB, SUB -> new TopicLayout();
			case XPUB -> new SubscriptionsLayout();
			case XSUB -> new SubscribingLayout();
			default -> new PlainLayout();
		};
	}

	/**
	 * Adds the frames before the payload.
	 * @param message the message to send
	 * @param parts gets the frames
	 * @throws FrameException if the message does not say what is needed
	 */
	void begin(Message<?> message, List<byte[]> parts) throws FrameException;

	/**
	 * Returns the frame of a payload that is one.
	 * @param message the message
	 * @param body its payload
	 * @return the frame
	 */
	default byte[] body(Message<?> message, byte[] body) {
		return body;
	}

	/**
	 * Reads a message.
	 * @param frames what came
	 * @param reader reads a payload that is one frame
	 * @return the payload, and headers of what came before it
	 * @throws FrameException if something is missing
	 */
	DecodedPayload read(Frames frames, Reader reader) throws FrameException;

	/**
	 * Reads the payload behind some frames.
	 * @param frames what came
	 * @param from where the payload begins
	 * @param reader reads a payload that is one frame
	 * @param headers what the frames before it said
	 * @return the payload
	 * @throws FrameException if the payload can't be read
	 */
	static DecodedPayload payload(Frames frames, int from, Reader reader, Map<String, Object> headers)
			throws FrameException {
		if (from >= frames.count()) {
			throw new FrameException(Reason.MALFORMED, "a message without a payload came");
		}
		Object payload = frames.payload(from);
		DecodedPayload decoded = (payload instanceof byte[] frame) ? reader.read(frame) : DecodedPayload.of(payload);
		if (headers.isEmpty()) {
			return decoded;
		}
		Map<String, Object> all = new HashMap<>(decoded.headers());
		all.putAll(headers);
		return new DecodedPayload(decoded.value(), all);
	}

	/**
	 * Reads a payload that is one frame.
	 */
	@FunctionalInterface
	interface Reader {

		DecodedPayload read(byte[] frame) throws FrameException;

	}

}
