package io.netasync.autoconfigure.endpoint;

import java.util.Map;

/**
 * All clients and servers.
 *
 * @param clients by name
 * @param servers by name, without their connections
 * @author net-async
 */
record AllDescriptor(Map<String, ClientDescriptor> clients, Map<String, ServerDescriptor> servers) {
}
