package io.netasync.zeromq;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.messaging.Message;

/**
 * The messages that {@code libzmq_peer.py} sends and expects: each begins with its
 * number, and two of three have an empty frame and one that may be.
 *
 * @author net-async
 */
final class Numbered {

	/** So many messages each way. */
	static final int COUNT = 10_000;

	private static final int FORMS = 3;

	private static final int LENGTHS = 5;

	private Numbered() {
	}

	static Object payload(int number) {
		String first = Integer.toString(number);
		return (number % FORMS == 0) ? first : List.of(first, "", "x".repeat(number % LENGTHS));
	}

	/**
	 * Returns how a payload looks.
	 * @param number the number of its message
	 * @return its frames
	 */
	static String text(int number) {
		return text(payload(number));
	}

	static String text(Message<?> message) {
		return text(message.getPayload());
	}

	private static String text(Object payload) {
		if (payload instanceof List<?> frames) {
			return frames.stream().map(Numbered::text).toList().toString();
		}
		return (payload instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : payload.toString();
	}

}
