package io.netasync.channel;

import java.util.Optional;

/**
 * A client, a server or another thing that has channels, with them.
 *
 * @param handle the client, the server or the other thing
 * @param channels its channels
 * @author net-async
 */
record Member(AutoCloseable handle, Channels channels) {

	<T> Optional<T> handle(Class<T> type) {
		return Optional.of(this.handle).filter(type::isInstance).map(type::cast);
	}

	/**
	 * Closes it.
	 * @throws IllegalStateException if that fails with a checked exception
	 */
	void close() {
		try {
			this.handle.close();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("Failed to close " + this.handle, ex);
		}
	}

}
