package io.netasync.autoconfigure.endpoint;

import java.util.Optional;
import java.util.stream.Stream;

import io.netasync.autoconfigure.endpoint.NetAsyncEndpoint.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint shows of sockets and does to them.
 *
 * @author net-async
 */
interface SocketOperations {

	/** There are no sockets. */
	SocketOperations NONE = new SocketOperations() {

		@Override
		public Stream<SocketDescriptor> all() {
			return Stream.empty();
		}

		@Override
		public Optional<SocketDescriptor> one(String name) {
			return Optional.empty();
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
	Stream<SocketDescriptor> all();

	/**
	 * Describes a socket.
	 * @param name its name
	 * @return the socket
	 */
	Optional<SocketDescriptor> one(String name);

	/**
	 * Does something to a socket.
	 * @param name its name
	 * @param operation what to do
	 * @param value with what
	 * @return {@code false} if there is no such socket
	 */
	boolean operate(String name, Operation operation, @Nullable String value);

}
