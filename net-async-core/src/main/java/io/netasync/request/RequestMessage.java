package io.netasync.request;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A request on its way out, once for each time it is sent.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class RequestMessage implements Message<Object> {

	private final Requests requests;

	private final Request request;

	private final Message<?> message;

	RequestMessage(Requests requests, Request request, Message<?> message) {
		this.requests = requests;
		this.request = request;
		this.message = message;
	}

	/**
	 * Tells whether the request is still to be sent.
	 * @return {@code false} once it has ended: it must not be written then
	 */
	public boolean isWanted() {
		return this.requests.isWanted(this);
	}

	/**
	 * Ends the request because it was not sent and won't be.
	 * @param cause why
	 */
	public void notSent(Throwable cause) {
		this.requests.notSent(this, cause);
	}

	/**
	 * Returns the message as the application gave it.
	 * @return the message
	 */
	public Message<?> message() {
		return this.message;
	}

	@Override
	public Object getPayload() {
		return this.message.getPayload();
	}

	@Override
	public MessageHeaders getHeaders() {
		return this.message.getHeaders();
	}

	Request request() {
		return this.request;
	}

}
