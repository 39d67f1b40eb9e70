package io.netasync.channel;

import java.time.Duration;
import java.util.function.Function;

import io.netasync.request.Correlation;
import io.netasync.request.RequestPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * How requests find their replies: the properties {@code request.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class RequestBuilder {

	private Correlation correlation;

	private Duration timeout;

	private int maxPending;

	private int maxRetries;

	private Function<Message<?>, @Nullable Object> requestKey;

	private Function<Message<?>, @Nullable Object> replyKey;

	RequestBuilder(RequestPolicy from) {
		this.correlation = from.correlation();
		this.timeout = from.timeout();
		this.maxPending = from.maxPending();
		this.maxRetries = from.maxRetries();
		this.requestKey = from.requestKey();
		this.replyKey = from.replyKey();
	}

	/**
	 * Sets which reply belongs to which request.
	 * @param value the value
	 * @return this
	 */
	public RequestBuilder correlation(Correlation value) {
		this.correlation = value;
		return this;
	}

	/**
	 * Sets the time after which a request without a reply fails.
	 * @param value the value
	 * @return this
	 */
	public RequestBuilder timeout(Duration value) {
		this.timeout = value;
		return this;
	}

	/**
	 * Sets the number of requests that may be under way at a time.
	 * @param value the value
	 * @return this
	 */
	public RequestBuilder maxPending(int value) {
		this.maxPending = value;
		return this;
	}

	/**
	 * Sets the number of times an idempotent request is sent again when its connection
	 * ends.
	 * @param value the value
	 * @return this
	 */
	public RequestBuilder maxRetries(int value) {
		this.maxRetries = value;
		return this;
	}

	/**
	 * Sets how to find the key of a request.
	 * @param value finds the key in the message to send; {@code null} if it has none
	 * @return this
	 */
	public RequestBuilder requestKey(Function<Message<?>, @Nullable Object> value) {
		this.requestKey = value;
		return this;
	}

	/**
	 * Sets how to find the key of a reply.
	 * @param value finds the key in the message received; {@code null} if it is no reply
	 * @return this
	 */
	public RequestBuilder replyKey(Function<Message<?>, @Nullable Object> value) {
		this.replyKey = value;
		return this;
	}

	RequestPolicy build() {
		return new RequestPolicy(this.correlation, this.timeout, this.maxPending, this.maxRetries, this.requestKey,
				this.replyKey);
	}

}
