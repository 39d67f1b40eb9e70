package io.netasync.zeromq.message;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A request with the number that its reply will carry.
 *
 * @param message the message as the application gave it
 * @param id the number
 * @author net-async
 * @since 0.1.0
 */
public record Correlated(Message<?> message, long id) implements Message<Object> {

	@Override
	public Object getPayload() {
		return this.message.getPayload();
	}

	@Override
	public MessageHeaders getHeaders() {
		return this.message.getHeaders();
	}

}
