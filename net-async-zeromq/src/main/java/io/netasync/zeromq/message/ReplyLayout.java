package io.netasync.zeromq.message;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.payload.DecodedPayload;

import org.springframework.messaging.Message;

/**
 * An envelope that ends with an empty frame: the identity of the peer, and whatever it
 * and the brokers between have put there.
 *
 * @author net-async
 */
final class ReplyLayout implements Layout {

	@Override
	public void begin(Message<?> message, List<byte[]> parts) throws FrameException {
		parts.addAll(RouterLayout.envelope(message, "rep"));
	}

	@Override
	public DecodedPayload read(Frames frames, Reader reader) throws FrameException {
		int end = 1;
		while (end < frames.count() && frames.part(end).length > 0) {
			end++;
		}
		if (end >= frames.count() - 1) {
			throw new FrameException(Reason.MALFORMED,
					"a request came without an empty frame before its payload: its peer is no 'req'");
		}
		return Layout.payload(frames, end + 1, reader,
				Map.of(ZeroMqHeaders.ENVELOPE, List.copyOf(Arrays.asList(frames.parts()).subList(0, end + 1))));
	}

}
