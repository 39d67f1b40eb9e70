package io.netasync.transport;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * A server could not listen on its address.
 *
 * @author net-async
 * @since 0.1.0
 */
public class BindFailedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final SocketAddress address;

	/**
	 * Creates the exception.
	 * @param address the address
	 * @param cause what the system said
	 */
	public BindFailedException(SocketAddress address, @Nullable Throwable cause) {
		super("Can't listen on " + address, cause);
		this.address = address;
	}

	/**
	 * Returns the address.
	 * @return the address that could not be bound
	 */
	public SocketAddress address() {
		return this.address;
	}

}
