package io.netasync.zeromq.message;

import java.util.List;
import java.util.Map;

import io.netasync.frame.FrameException;
import io.netasync.payload.DecodedPayload;

import org.springframework.messaging.Message;

/**
 * Nothing before the payload.
 *
 * @author net-async
 */
final class PlainLayout implements Layout {

	@Override
	public void begin(Message<?> message, List<byte[]> parts) {
	}

	@Override
	public DecodedPayload read(Frames frames, Reader reader) throws FrameException {
		return Layout.payload(frames, 0, reader, Map.of());
	}

}
