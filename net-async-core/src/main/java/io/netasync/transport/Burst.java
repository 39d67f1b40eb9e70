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

	void add(byte[] payload) {
		this.payloads.add(payload);
		this.bytes += payload.length;
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
	 * Returns how many bytes the payloads have together: none if all are heartbeats.
	 * @return bytes
	 */
	long bytes() {
		return this.bytes;
	}

}
