package io.netasync.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netasync.payload.NodeIpcPayloads;
import io.netasync.transport.ReceivedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * The connections of a server by the ids that their peers gave themselves. The last
 * connection that said an id has it, and the last id that a connection said is its own.
 * Thread-safe; each connection calls in the order of its messages.
 *
 * @author net-async
 */
final class Peers {

	private final Map<String, ServerConnection> connections = new ConcurrentHashMap<>();

	/**
	 * Notes the id in a received message.
	 * @param message the message
	 * @param connection where it came from
	 * @return the message with the id of the connection, if there is one
	 */
	Message<?> named(Message<?> message, ServerConnection connection) {
		Object said = ReceivedMessage.header(message, NodeIpcPayloads.PEER);
		Object known = connection.attributes().get(NodeIpcPayloads.PEER);
		if (said == null) {
			return (known != null) ? ReceivedMessage.with(message, NodeIpcPayloads.PEER, known) : message;
		}
		if (!said.equals(known)) {
			gone(connection);
			connection.attributes().put(NodeIpcPayloads.PEER, said);
		}
		this.connections.put(said.toString(), connection);
		if (!connection.connection().isOpen()) {
			gone(connection);
		}
		return message;
	}

	/**
	 * Forgets a connection.
	 * @param connection the connection
	 */
	void gone(ServerConnection connection) {
		Object known = connection.attributes().get(NodeIpcPayloads.PEER);
		if (known != null) {
			this.connections.remove(known.toString(), connection);
		}
	}

	/**
	 * Finds the connection that a message to send names by the id of its peer.
	 * @param message the message
	 * @return the connection, {@code null} if it names none that is there
	 */
	@Nullable ServerConnection addressed(Message<?> message) {
		Object peer = ReceivedMessage.header(message, NodeIpcPayloads.PEER);
		return (peer != null) ? this.connections.get(peer.toString()) : null;
	}

}
