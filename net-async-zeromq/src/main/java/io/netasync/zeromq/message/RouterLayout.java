package io.netasync.zeromq.message;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.payload.DecodedPayload;

import org.springframework.messaging.Message;

/**
 * The identity of the peer, and the empty frame behind it that a {@code req} sends.
 *
 * @author net-async
 */
final class RouterLayout implements Layout {

	@Override
	public void begin(Message<?> message, List<byte[]> parts) throws FrameException {
		parts.addAll(envelope(message, "router"));
	}

	static List<byte[]> envelope(Message<?> message, String type) throws FrameException {
		if (message.getHeaders().get(ZeroMqHeaders.ENVELOPE) instanceof List<?> envelope) {
			return Frames.list(envelope);
		}
		Object identity = message.getHeaders().get(ZeroMqHeaders.IDENTITY);
		if (identity == null) {
			throw new FrameException(Reason.MALFORMED,
					"a message of a '%s' must say which peer gets it: answer a message that came, or set the header '%s'"
						.formatted(type, ZeroMqHeaders.IDENTITY));
		}
		return Frames.list(List.of(identity));
	}

	@Override
	public DecodedPayload read(Frames frames, Reader reader) throws FrameException {
		boolean delimited = frames.count() > 2 && frames.part(1).length == 0;
		int end = delimited ? 2 : 1;
		return Layout.payload(frames, end, reader, Map.of(ZeroMqHeaders.ENVELOPE,
				List.copyOf(Arrays.asList(frames.parts()).subList(0, end)), ZeroMqHeaders.IDENTITY, frames.part(0)));
	}

}
