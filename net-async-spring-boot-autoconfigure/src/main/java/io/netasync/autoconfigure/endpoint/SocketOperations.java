package io.netasync.autoconfigure.endpoint;

import java.util.stream.Stream;

import io.netasync.autoconfigure.endpoint.NetAsyncEndpoint.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint shows of sockets and brokers and does to sockets.
 *
 * @author net-async
 */
interface SocketOperations {

	/** There are none. */
	SocketOperations NONE = new SocketOperations() {

		@Override
		public Stream<SocketDescriptor> sockets() {
			return Stream.empty();
		}

		@Override
		public Stream<BrokerDescriptor> brokers() {
			return Stream.empty();
		}

		@Override
		public boolean operate(String name, Operation operation, @Nullable String value) {
			return false;
		}

	};

	/**
	 * Describes all sockets.
	 * @return the sockets
	 */
	Stream<SocketDescriptor> sockets();

	/**
	 * Describes all brokers.
	 * @return the brokers
	 */
	Stream<BrokerDescriptor> brokers();

	/**
	 * Does something to a socket.
	 * @param name its name
	 * @param operation what to do
	 * @param value with what
	 * @return {@code false} if there is no such socket
	 */
	boolean operate(String name, Operation operation, @Nullable String value);

}
