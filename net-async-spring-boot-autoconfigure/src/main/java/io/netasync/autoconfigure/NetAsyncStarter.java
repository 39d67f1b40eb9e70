package io.netasync.autoconfigure;

import java.util.function.ObjIntConsumer;

/**
 * Starts members of {@link io.netasync.channel.NetAsync} that are neither clients nor
 * servers: after the servers, before the clients.
 *
 * @author net-async
 */
@FunctionalInterface
interface NetAsyncStarter {

	/**
	 * Starts those of the properties.
	 * @param ports is told the name and the port of each that listens on one
	 */
	void start(ObjIntConsumer<String> ports);

}
