package io.netasync.payload;

import io.netasync.frame.BlockingFrames;
import io.netasync.frame.FrameException;

import org.springframework.messaging.Message;

/**
 * Has a serializer of the application make the whole frame as soon as a message is to be
 * sent, of what another codec makes of the message.
 *
 * @param payloads makes what is serialized, and what the application gets
 * @param frames has the serializer
 * @author net-async
 * @since 0.1.0
 */
public record SerializedPayloads(PayloadCodec payloads, BlockingFrames frames) implements PayloadCodec {

	@Override
	public Object encode(Message<?> message) throws FrameException {
		return this.frames.encode(this.payloads.encode(message));
	}

	@Override
	public DecodedPayload decode(Message<?> message) throws FrameException {
		return this.payloads.decode(message);
	}

}
