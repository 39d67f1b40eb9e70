package io.netasync.event;

import org.springframework.util.Assert;

/**
 * A host and a port of a peer, or the path of a Unix socket.
 *
 * @param host a name or an address, an IPv6 address without its brackets; or the path of
 * a Unix socket, which begins with a slash
 * @param port the port, 1 to 65535; 0 for a Unix socket
 * @author net-async
 * @since 0.1.0
 */
public record Endpoint(String host, int port) {

	private static final String UNIX = "unix:";

	private static final int MAX_PORT = 0xffff;

	public Endpoint {
		Assert.hasText(host, "'host' must not be empty");
		if (isPath(host)) {
			Assert.isTrue(port == 0, () -> "'port' must be 0 for a Unix socket, not " + port);
			UnixPaths.check(host);
		}
		else {
			Assert.isTrue(port > 0 && port <= MAX_PORT, () -> "'port' must be between 1 and 65535, not " + port);
			host = withoutBrackets(host.trim());
			Assert.hasText(host, "'host' must not be empty");
		}
	}

	/**
	 * Returns the endpoint of a Unix socket.
	 * @param path its path, absolute
	 * @return the endpoint
	 * @throws IllegalArgumentException if there can be no socket of this path; the
	 * message says what to write instead
	 */
	public static Endpoint unix(String path) {
		UnixPaths.check(path);
		return new Endpoint(path, 0);
	}

	/**
	 * Tells whether a text is the address of a Unix socket rather than a host: whether it
	 * begins with {@code unix:} and does not go on with a port.
	 * @param text the text
	 * @return {@code true} if {@link #parse(String)} makes a Unix socket of it, or
	 * refuses it as one
	 */
	public static boolean isUnix(String text) {
		String trimmed = text.trim();
		String rest = trimmed.startsWith(UNIX) ? trimmed.substring(UNIX.length()) : "0";
		return rest.isEmpty() || !rest.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	/**
	 * Reads {@code host:port}, where an IPv6 address stands in brackets, as in
	 * {@code [::1]:7000}; or {@code unix:} and the path of a Unix socket.
	 * @param text the text, blanks around it are ignored
	 * @return the endpoint
	 * @throws IllegalArgumentException if it is not an endpoint; the message says what to
	 * write instead
	 */
	public static Endpoint parse(String text) {
		String trimmed = text.trim();
		Assert.hasText(trimmed, "an endpoint must not be empty: write 'host:port'");
		if (isUnix(trimmed)) {
			return unix(trimmed.substring(UNIX.length()));
		}
		Assert.isTrue(!isPath(trimmed), () -> "'" + trimmed + "' is a path: write '" + UNIX + trimmed + "'");
		int scheme = trimmed.indexOf("://");
		Assert.isTrue(scheme < 0,
				() -> "'" + trimmed + "' has a scheme: write '" + trimmed.substring(scheme + 3) + "'");
		int colon = endOfHost(trimmed);
		Assert.isTrue(colon < trimmed.length() - 1,
				() -> "'" + trimmed + "' has no port: write '" + trimmed.substring(0, colon) + ":7000'");
		Assert.isTrue(trimmed.charAt(colon) == ':',
				() -> "'" + trimmed + "' is not an endpoint: write '" + trimmed.substring(0, colon) + ":7000'");
		String host = trimmed.substring(0, colon);
		Assert.hasText(host, () -> "'" + trimmed + "' has no host: write 'localhost" + trimmed + "'");
		return new Endpoint(host, port(trimmed, colon + 1));
	}

	private static int endOfHost(String text) {
		if (text.startsWith("[")) {
			int bracket = text.indexOf(']');
			Assert.isTrue(bracket > 0, () -> "'" + text + "' has no closing bracket: write '[::1]:7000'");
			return bracket + 1;
		}
		int colon = text.indexOf(':');
		int last = text.lastIndexOf(':');
		Assert.isTrue(colon == last, () -> "'" + text + "' has an IPv6 address without brackets: write '["
				+ text.substring(0, last) + "]:" + text.substring(last + 1) + "' or '[" + text + "]:7000'");
		return (colon < 0) ? text.length() : colon;
	}

	private static int port(String text, int from) {
		String digits = text.substring(from);
		boolean number = digits.length() <= 5 && digits.chars().allMatch((c) -> c >= '0' && c <= '9');
		int port = number ? Integer.parseInt(digits) : 0;
		Assert.isTrue(port > 0 && port <= MAX_PORT, () -> "'" + text + "' has the port '" + digits
				+ "': write a number between 1 and 65535, as in '" + text.substring(0, from) + "7000'");
		return port;
	}

	private static String withoutBrackets(String host) {
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		return bracketed ? host.substring(1, host.length() - 1) : host;
	}

	private static boolean isPath(String host) {
		return host.startsWith("/");
	}

	/**
	 * Tells whether this is a Unix socket, whose path {@link #host()} is then.
	 * @return {@code false} for a host and a port
	 */
	public boolean isUnix() {
		return isPath(this.host);
	}

	/**
	 * Returns {@code host:port} or {@code unix:path}, which {@link #parse(String)} reads
	 * back.
	 * @return the text, an IPv6 address in brackets
	 */
	@Override
	public String toString() {
		if (isUnix()) {
			return UNIX + this.host;
		}
		return (this.host.indexOf(':') < 0) ? this.host + ":" + this.port : "[" + this.host + "]:" + this.port;
	}

}
