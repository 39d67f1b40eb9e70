package io.netasync.transport;

import java.util.ArrayList;
import java.util.List;

/**
 * The payloads that one read of a connection brought. Confined to the thread that has it.
 *
 * @author net-async
 */
final class Burst {

	private final List<byte[]> payloads = new ArrayList<>();

	private long bytes;

	private boolean messages;

	void add(byte[] payload, boolean heartbeat) {
		this.payloads.add(payload);
		this.bytes += payload.length;
		this.messages |= !heartbeat;
	}

	List<byte[]> payloads() {
		return this.payloads;
	}

	int size() {
		return this.payloads.size();
	}

	boolean isEmpty() {
		return this.payloads.isEmpty();
	}

	/**
	 * Returns how many bytes the payloads have together.
	 * @return bytes
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * Tells whether there is more than heartbeats.
	 * @return {@code true} if so
	 */
	boolean hasMessages() {
		return this.messages;
	}

}
