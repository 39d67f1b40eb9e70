package io.netasync.zeromq.message;

import org.springframework.messaging.Message;

/**
 * What is sent may be subscriptions.
 *
 * @author net-async
 */
final class SubscribingLayout extends TopicLayout {

	@Override
	public byte[] body(Message<?> message, byte[] body) {
		Object subscribe = message.getHeaders().get(ZeroMqHeaders.SUBSCRIBE);
		if (subscribe == null) {
			return body;
		}
		byte[] frame = new byte[body.length + 1];
		frame[0] = (byte) (Boolean.TRUE.equals(subscribe) ? 1 : 0);
		System.arraycopy(body, 0, frame, 1, body.length);
		return frame;
	}

}
