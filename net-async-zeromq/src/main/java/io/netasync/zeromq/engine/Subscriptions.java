package io.netasync.zeromq.engine;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The topics that somebody has subscribed to. A topic stands for everything that begins
 * with it.
 *
 * @author net-async
 */
final class Subscriptions {

	private final Map<Integer, Set<ByteBuffer>> byLength = new TreeMap<>();

	void add(byte[] topic) {
		this.byLength.computeIfAbsent(topic.length, (length) -> new HashSet<>()).add(ByteBuffer.wrap(topic));
	}

	void remove(byte[] topic) {
		this.byLength.computeIfPresent(topic.length, (length, topics) -> {
			topics.remove(ByteBuffer.wrap(topic));
			return topics.isEmpty() ? null : topics;
		});
	}

	/**
	 * Tells whether somebody wants a message.
	 * @param frame its first frame
	 * @return {@code true} if it begins with one of the topics
	 */
	boolean matches(byte[] frame) {
		for (Map.Entry<Integer, Set<ByteBuffer>> topics : this.byLength.entrySet()) {
			int length = topics.getKey();
			if (length > frame.length) {
				return false;
			}
			if (length == 0 || topics.getValue().contains(ByteBuffer.wrap(frame, 0, length))) {
				return true;
			}
		}
		return false;
	}

}
