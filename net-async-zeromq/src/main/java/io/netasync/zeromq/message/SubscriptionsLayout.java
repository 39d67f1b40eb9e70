package io.netasync.zeromq.message;

import java.util.Arrays;
import java.util.Map;

import io.netasync.frame.FrameException;
import io.netasync.payload.DecodedPayload;

/**
 * What is received are subscriptions.
 *
 * @author net-async
 */
final class SubscriptionsLayout extends TopicLayout {

	@Override
	public DecodedPayload read(Frames frames, Reader reader) throws FrameException {
		byte[] first = frames.part(0);
		boolean subscription = frames.count() == 1 && first.length > 0 && (first[0] == 0 || first[0] == 1);
		if (!subscription) {
			return super.read(frames, reader);
		}
		return new DecodedPayload(Arrays.copyOfRange(first, 1, first.length),
				Map.of(ZeroMqHeaders.SUBSCRIBE, first[0] == 1));
	}

}
