package io.netasync.server;

import org.jspecify.annotations.Nullable;

/**
 * A message was to be sent to a connection that is not there, or to none at all.
 *
 * @author net-async
 * @since 0.1.0
 */
public class NoSuchConnectionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param server the name of the server
	 * @param connectionId the connection or peer that was asked for, {@code null} if none
	 * was
	 */
	public NoSuchConnectionException(String server, @Nullable Object connectionId) {
		super((connectionId != null) ? "Server '%s' has no connection '%s' (any more)".formatted(server, connectionId)
				: ("A message to server '%s' needs the header 'ip_connectionId', which a reply has, "
						+ "or 'netasync_broadcast' = true")
					.formatted(server));
	}

}
