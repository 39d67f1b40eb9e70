package io.netasync.transport;

import java.time.Duration;

/**
 * A kind of sockets: makes what opens connections and what accepts them.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Transport {

	/**
	 * Makes a connector for one client.
	 * @param settings what its connections have in common
	 * @param connectTimeout how long one address may take
	 * @return the connector
	 */
	Connector connector(ConnectionSettings settings, Duration connectTimeout);

	/**
	 * Makes an acceptor for one server.
	 * @param settings what its connections have in common
	 * @param address where it listens
	 * @return the acceptor, not yet listening
	 */
	Acceptor acceptor(ConnectionSettings settings, ListenAddress address);

}
