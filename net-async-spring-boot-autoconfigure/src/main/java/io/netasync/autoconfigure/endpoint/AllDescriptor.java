package io.netasync.autoconfigure.endpoint;

import java.util.Map;

/**
 * All clients, servers and ZeroMQ sockets.
 *
 * @param clients by name
 * @param servers by name, without their connections
 * @param sockets by name
 * @author net-async
 */
record AllDescriptor(Map<String, ClientDescriptor> clients, Map<String, ServerDescriptor> servers,
		Map<String, SocketDescriptor> sockets) {
}
