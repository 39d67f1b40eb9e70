package io.netasync.benchmarks;

import java.util.function.Consumer;

/**
 * What one contender does with ZeroMQ sockets, all over tcp on the loopback interface and
 * with ZeroMQ's default high-water marks. One conversation at a time.
 *
 * @author net-async
 */
interface ZeroMqLibrary {

	/** JeroMQ now and then makes no handshake, and tries again after so long. */
	int HANDSHAKE = 1000;

	/**
	 * Binds a socket that receives.
	 * @param published {@code true} for a {@code SUB} that has subscribed to everything,
	 * {@code false} for a {@code PULL}
	 * @param handler gets the payloads, in order
	 * @return the port
	 * @throws Exception if that can't be done
	 */
	int receive(boolean published, Consumer<byte[]> handler) throws Exception;

	/**
	 * Connects a socket that sends.
	 * @param published {@code true} for a {@code PUB} that waits where a subscriber is
	 * full, {@code false} for a {@code PUSH}
	 * @param port the port
	 * @return sends a payload, and waits while there is no room for it
	 * @throws Exception if that can't be done
	 */
	Consumer<byte[]> send(boolean published, int port) throws Exception;

	/**
	 * Binds a {@code REP} that answers each request with the same.
	 * @return the port
	 * @throws Exception if that can't be done
	 */
	int answer() throws Exception;

	/**
	 * Connects a socket that asks a {@code REP}, with as many requests under way as the
	 * exchange wants, and runs the exchange.
	 * @param port the port
	 * @param exchange what to ask
	 * @throws Exception if that can't be done
	 */
	void ask(int port, ZeroMqExchange exchange) throws Exception;

	/**
	 * Closes all sockets.
	 * @throws Exception if that can't be done
	 */
	void close() throws Exception;

}
