package io.netasync.transport;

import java.io.Serial;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

import io.netasync.payload.DecodedPayload;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * A message that came in. Its headers, with an id and a timestamp of its own, are made
 * when somebody asks for them: a handler that wants the payload only does not pay for
 * them.
 *
 * @param <T> the type of the payload
 * @author net-async
 * @since 0.1.0
 */
public final class ReceivedMessage<T> implements Message<T>, Serializable {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient T payload;

	private final transient Map<String, Object> connectionHeaders;

	private final transient long size;

	private transient volatile @Nullable MessageHeaders headers;

	/**
	 * Creates a message.
	 * @param payload the payload
	 * @param connectionHeaders headers that it shares with others; not to be changed
	 * @param size how large it was as bytes
	 */
	public ReceivedMessage(T payload, Map<String, Object> connectionHeaders, long size) {
		this.payload = payload;
		this.connectionHeaders = connectionHeaders;
		this.size = size;
	}

	/**
	 * Returns how large a message is: what came in as large as it was as bytes, whatever
	 * was made of them.
	 * @param message the message
	 * @return bytes, 0 where they are not known
	 */
	public static long size(Message<?> message) {
		if (message instanceof ReceivedMessage<?> received) {
			return received.size;
		}
		if (message.getPayload() instanceof byte[] bytes) {
			return bytes.length;
		}
		return (message.getPayload() instanceof CharSequence text) ? text.length() : 0;
	}

	/**
	 * Reads a header of any message other than its id and timestamp. Does not make the
	 * headers of a message that came in and goes elsewhere as it is.
	 * @param message the message
	 * @param name the name of the header
	 * @return the value, or {@code null} if there is none
	 */
	public static @Nullable Object header(Message<?> message, String name) {
		return (message instanceof ReceivedMessage<?> received) ? received.connectionHeaders.get(name)
				: message.getHeaders().get(name);
	}

	/**
	 * Returns a message that came in with one more header.
	 * @param message the message
	 * @param name the name of the header
	 * @param value its value
	 * @return the message with it
	 */
	public static Message<?> with(Message<?> message, String name, Object value) {
		return decoded(message, new DecodedPayload(message.getPayload(), Map.of(name, value)));
	}

	/**
	 * Returns a received message with what was made of its payload.
	 * @param message the message as it came
	 * @param decoded what was made of it
	 * @return the same message, if it is the same payload
	 */
	public static Message<?> decoded(Message<?> message, DecodedPayload decoded) {
		Map<String, Object> further = decoded.headers();
		if (decoded.value() == message.getPayload() && further.isEmpty()) {
			return message;
		}
		Map<String, Object> headers = (message instanceof ReceivedMessage<?> received) ? received.connectionHeaders
				: message.getHeaders();
		return new ReceivedMessage<>(decoded.value(), with(headers, further), size(message));
	}

	private static Map<String, Object> with(Map<String, Object> headers, Map<String, Object> further) {
		if (further.isEmpty()) {
			return headers;
		}
		Map<String, Object> all = new HashMap<>(headers);
		all.putAll(further);
		return all;
	}

	@Override
	public T getPayload() {
		return this.payload;
	}

	@Override
	public MessageHeaders getHeaders() {
		MessageHeaders result = this.headers;
		if (result == null) {
			synchronized (this) {
				result = this.headers;
				if (result == null) {
					result = new MessageHeaders(this.connectionHeaders);
					this.headers = result;
				}
			}
		}
		return result;
	}

	@Serial
	private Object writeReplace() {
		return new GenericMessage<>(this.payload, getHeaders());
	}

	@Override
	public String toString() {
		return new GenericMessage<>(this.payload, getHeaders()).toString();
	}

}
