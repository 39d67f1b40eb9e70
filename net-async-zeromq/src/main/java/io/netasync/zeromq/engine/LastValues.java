package io.netasync.zeromq.engine;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netasync.zeromq.message.Frames;

/**
 * The last message of each topic, which is the first frame of a message.
 *
 * @author net-async
 */
final class LastValues {

	/**
	 * So many topics are remembered; then the one that was silent longest is forgotten.
	 */
	private static final int TOPICS = 10_000;

	private static final float LOAD_FACTOR = 0.75f;

	private final Map<ByteBuffer, Frames> values = new LinkedHashMap<>(16, LOAD_FACTOR, true);

	void keep(Frames frames) {
		this.values.put(ByteBuffer.wrap(frames.parts()[0]), frames);
		if (this.values.size() > TOPICS) {
			this.values.remove(this.values.keySet().iterator().next());
		}
	}

	/**
	 * Returns what somebody who subscribes has missed.
	 * @param topic what the topics begin with
	 * @return the last message of each
	 */
	List<Frames> of(byte[] topic) {
		ByteBuffer prefix = ByteBuffer.wrap(topic);
		return this.values.entrySet()
			.stream()
			.filter((entry) -> prefix.equals(start(entry.getKey(), topic.length)))
			.map(Map.Entry::getValue)
			.toList();
	}

	private static ByteBuffer start(ByteBuffer topic, int length) {
		return topic.slice(0, Math.min(length, topic.limit()));
	}

}
