package io.netasync.request;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Makes requests of a peer, many at a time.
 * <p>
 * The stages complete with the reply or fail with a {@link RequestFailedException}, by
 * their deadline. A reply completes its stage on the thread that delivers the messages of
 * the connection, in order with them: what follows it must not block long, and no handler
 * may wait there for a reply that the same connection is to bring. A failure completes it
 * on another thread, but never on an event loop. Cancelling the future of a stage ends
 * the request.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Requester {

	/**
	 * Makes a request, within the timeout that is configured. The header
	 * {@code netasync_idempotent} tells whether the peer may get it more than once. Where
	 * sending a message would wait for room in the send buffer, so does this.
	 * @param message what to send
	 * @return the reply
	 */
	CompletionStage<Message<?>> request(Message<?> message);

	/**
	 * Makes a request.
	 * @param message what to send
	 * @param options how it behaves
	 * @return the reply
	 */
	CompletionStage<Message<?>> request(Message<?> message, RequestOptions options);

	/**
	 * Makes a request, within the timeout that is configured.
	 * @param payload a {@code byte[]}, {@code String} or {@code ByteBuffer}, not to be
	 * changed afterwards; or a message
	 * @return the reply
	 */
	default CompletionStage<Message<?>> request(Object payload) {
		return request(message(payload));
	}

	/**
	 * Makes a request.
	 * @param payload a {@code byte[]}, {@code String} or {@code ByteBuffer}, not to be
	 * changed afterwards; or a message
	 * @param timeout by when it has ended, counted from now
	 * @return the reply
	 */
	default CompletionStage<Message<?>> request(Object payload, Duration timeout) {
		return request(message(payload), RequestOptions.within(timeout));
	}

	private static Message<?> message(Object payload) {
		return (payload instanceof Message<?> message) ? message : new GenericMessage<>(payload);
	}

}
