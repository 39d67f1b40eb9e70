package io.netasync.autoconfigure.endpoint;

import java.util.List;

/**
 * A ZeroMQ broker at one moment. Knows nothing of ZeroMQ, which need not be there.
 *
 * @param name its name
 * @param type what it passes on, as configuration spells it
 * @param open whether it is open
 * @param frontend the addresses it listens at for those who ask or publish
 * @param backend the addresses it listens at for those who answer or subscribe
 * @param connectionCount connections there are, on both sides
 * @param requests messages that went from the frontend to the backend
 * @param replies messages that went from the backend to the frontend
 * @param dropped messages that could not go on, or not to all
 * @author net-async
 */
record BrokerDescriptor(String name, String type, boolean open, List<String> frontend, List<String> backend,
		int connectionCount, long requests, long replies, long dropped) {
}
