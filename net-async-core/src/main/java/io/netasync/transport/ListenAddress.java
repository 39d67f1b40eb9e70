package io.netasync.transport;

import java.net.UnixDomainSocketAddress;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import io.netasync.event.Endpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where a server listens.
 *
 * @param address a local address, {@code null} for all; or {@code unix:} and the path of
 * a Unix socket
 * @param port the port, 0 for any free one and with a Unix socket
 * @param socketPermissions who may do what with the file of a Unix socket, as {@code ls}
 * shows it: who may write may connect
 * @author net-async
 * @since 0.1.0
 */
public record ListenAddress(@Nullable String address, int port, String socketPermissions) {

	/** The owner alone may connect. */
	public static final String OWNER_ONLY = "rw-------";

	private static final String ALL = "0.0.0.0";

	private static final int MAX_PORT = 0xffff;

	public ListenAddress {
		Assert.isTrue(port >= 0 && port <= MAX_PORT, "'port' must be between 0 and 65535");
		permissions(socketPermissions);
		if (address != null && Endpoint.isUnix(address)) {
			address = Endpoint.parse(address).toString();
			Assert.isTrue(port == 0, "'port' must be left out with a Unix socket in 'address'");
		}
	}

	private static Set<PosixFilePermission> permissions(String text) {
		try {
			return PosixFilePermissions.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'socket-permissions' must be as ls shows them, such as " + OWNER_ONLY + " or rw-rw----", ex);
		}
	}

	/**
	 * Tells whether this is a Unix socket.
	 * @return {@code false} for a port
	 */
	public boolean isUnix() {
		return this.address != null && Endpoint.isUnix(this.address);
	}

	/**
	 * Returns the endpoint that is listened on.
	 * @param bound the port that was bound
	 * @return the endpoint; {@code 0.0.0.0} stands for all local addresses
	 */
	public Endpoint endpoint(int bound) {
		if (this.address != null && isUnix()) {
			return Endpoint.parse(this.address);
		}
		return new Endpoint((this.address != null) ? this.address : ALL, bound);
	}

	UnixSocketFile socketFile() {
		return new UnixSocketFile(UnixDomainSocketAddress.of(endpoint(0).host()), permissions(this.socketPermissions));
	}

}
