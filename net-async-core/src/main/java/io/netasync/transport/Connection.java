package io.netasync.transport;

import java.util.Optional;

import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One open connection, whatever carries it.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Connection {

	/**
	 * Returns the id that {@code ip_connectionId} carries.
	 * @return the id
	 */
	String id();

	/**
	 * Returns the peer.
	 * @return host and port, the host as it was asked for
	 */
	Endpoint endpoint();

	/**
	 * Returns this side of the connection.
	 * @return the local address and port
	 */
	Endpoint localEndpoint();

	/**
	 * Tells whether the connection is open as far as this side knows.
	 * @return {@code false} once it is closed
	 */
	boolean isOpen();

	/**
	 * Tells whether {@link ConnectionHandler#heard()} can be relied upon.
	 * @return {@code false} if bytes can't be seen to come
	 */
	boolean seesBytes();

	/**
	 * Stops or goes on reading, where the transport can. What was read is delivered.
	 * @param hold {@code true} to stop
	 */
	void holdReading(boolean hold);

	/**
	 * Tells whether another message can be taken without piling up.
	 * @return {@code false} until {@link ConnectionHandler#writable()}
	 */
	boolean isWritable();

	/**
	 * Hands over a message for writing. Messages go out in the order of the calls.
	 * @param message the message
	 * @throws RuntimeException if it was not taken
	 */
	void send(TrackedMessage message);

	/**
	 * Has what was taken and held back written. Does nothing by default.
	 */
	default void flush() {
	}

	/**
	 * Closes the connection. What was received before is still delivered.
	 * @param reason what to tell {@link ConnectionHandler#closed}
	 * @param cause the exception behind it, if there is one
	 */
	void close(DisconnectReason reason, @Nullable Throwable cause);

	/**
	 * Says that nothing more will be sent, and closes when the peer has closed its side.
	 */
	default void finish() {
		finish(DisconnectReason.LOCAL_CLOSE);
	}

	/**
	 * Says that nothing more will be sent, and closes when the peer has closed its side.
	 * @param reason what to tell {@link ConnectionHandler#closed}
	 */
	void finish(DisconnectReason reason);

	/**
	 * Returns what this connection has done.
	 * @return its activity; a transport that does not see bytes does not see a frame
	 * begin either
	 */
	ConnectionActivity activity();

	/**
	 * Returns what delivers the messages of this connection. A client's connections share
	 * one.
	 * @return the dispatcher
	 */
	Dispatcher dispatcher();

	/**
	 * Returns how many bytes came.
	 * @return bytes, 0 if the transport does not count them
	 */
	long receivedBytes();

	/**
	 * Returns what is underneath.
	 * @param type the type that is wanted
	 * @param <T> the type that is wanted
	 * @return what is there of that type; nothing by default
	 */
	default <T> Optional<T> unwrap(Class<T> type) {
		return Optional.empty();
	}

	/**
	 * Returns the smoothed round-trip time that the kernel measured.
	 * @return microseconds, -1 if unknown
	 */
	long roundTripMicros();

}
