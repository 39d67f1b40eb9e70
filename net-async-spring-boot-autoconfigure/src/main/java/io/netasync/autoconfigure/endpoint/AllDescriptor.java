package io.netasync.autoconfigure.endpoint;

import java.util.Map;

/**
 * All clients, servers, ZeroMQ sockets and brokers.
 *
 * @param clients by name
 * @param servers by name, without their connections
 * @param sockets by name
 * @param brokers by name
 * @author net-async
 */
record AllDescriptor(Map<String, ClientDescriptor> clients, Map<String, ServerDescriptor> servers,
		Map<String, SocketDescriptor> sockets, Map<String, BrokerDescriptor> brokers) {
}
