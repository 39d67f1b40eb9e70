package io.netasync.zeromq.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.netasync.frame.FrameException;
import io.netasync.payload.DecodedPayload;

import org.springframework.messaging.Message;

/**
 * A topic, if there is one, in a frame of its own.
 *
 * @author net-async
 */
class TopicLayout implements Layout {

	@Override
	public void begin(Message<?> message, List<byte[]> parts) throws FrameException {
		Object topic = message.getHeaders().get(ZeroMqHeaders.TOPIC);
		if (topic != null) {
			parts.add(Frames.bytes(topic));
		}
	}

	@Override
	public DecodedPayload read(Frames frames, Reader reader) throws FrameException {
		if (frames.count() == 1) {
			return Layout.payload(frames, 0, reader, Map.of());
		}
		String topic = new String(frames.part(0), StandardCharsets.UTF_8);
		return Layout.payload(frames, 1, reader, Map.of(ZeroMqHeaders.TOPIC, topic));
	}

}
