package io.netasync.zeromq.engine;

/**
 * A ZeroMQ socket could not be bound.
 *
 * @author net-async
 * @since 0.1.0
 */
public class SocketBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final String address;

	/**
	 * Creates the exception.
	 * @param name the socket
	 * @param address the address it was to be bound to
	 * @param cause why it can't be
	 */
	public SocketBindException(String name, String address, Exception cause) {
		super("The ZeroMQ socket '%s' could not bind to %s: %s".formatted(name, address, reason(cause)), cause);
		this.name = name;
		this.address = address;
	}

	private static String reason(Exception cause) {
		return String.valueOf(cause.getMessage())
			.replaceFirst("^Errno (\\d+) : ", "")
			.replaceFirst("^Errno 48$", "Address already in use");
	}

	/**
	 * Returns the name of the socket.
	 * @return the name, as configured
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the address.
	 * @return the address, as configured
	 */
	public String address() {
		return this.address;
	}

}
