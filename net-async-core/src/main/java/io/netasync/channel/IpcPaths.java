package io.netasync.channel;

import io.netasync.event.Endpoint;

import org.springframework.util.Assert;

/**
 * Where the Unix sockets are that are named by an id rather than a path, by the rule of
 * node-ipc: the socket root, the appspace and the id, one right behind the other. With
 * its defaults {@code ipc:hello} is {@code unix:/tmp/app.hello}.
 *
 * @param socketRoot what the paths begin with, usually a directory with a slash at its
 * end
 * @param appspace what the names of the files begin with
 * @author net-async
 * @since 0.1.0
 */
public record IpcPaths(String socketRoot, String appspace) {

	/** The defaults of node-ipc. */
	public static final IpcPaths DEFAULTS = new IpcPaths("/tmp/", "app.");

	private static final String IPC = "ipc:";

	public IpcPaths {
		Assert.isTrue(socketRoot.startsWith("/"), "'socket-root' must be an absolute path, such as '/tmp/'");
		Assert.isTrue(appspace.indexOf('/') < 0, "'appspace' must not have a slash: that belongs to 'socket-root'");
	}

	/**
	 * Reads an address.
	 * @param text {@code host:port}, {@code unix:path} or {@code ipc:id}
	 * @return the endpoint
	 * @throws IllegalArgumentException if it is not an address; the message says what to
	 * write instead
	 */
	public Endpoint parse(String text) {
		String trimmed = text.trim();
		if (!trimmed.startsWith(IPC)) {
			return Endpoint.parse(trimmed);
		}
		String id = trimmed.substring(IPC.length());
		Assert.hasText(id, "'ipc:' has no id: write 'ipc:hello'");
		Assert.isTrue(id.indexOf('/') < 0 && id.indexOf('\0') < 0,
				() -> "'" + trimmed + "' is an id with a slash or a zero byte: write 'ipc:hello', or the path: 'unix:/"
						+ id.replaceFirst("^/+", "").replace("\0", "") + "'");
		return Endpoint.unix(this.socketRoot + this.appspace + id);
	}

	/**
	 * Tells whether an address is that of a Unix socket.
	 * @param address an address or a host, {@code unix:path} or {@code ipc:id}
	 * @return {@code true} for the last two
	 */
	public static boolean isUnix(String address) {
		return address.trim().startsWith(IPC) || Endpoint.isUnix(address);
	}

	/**
	 * Reads where a server is to listen.
	 * @param address an address or a host, {@code unix:path} or {@code ipc:id}
	 * @return the same, but for {@code ipc:id}, of which it makes {@code unix:path}
	 * @throws IllegalArgumentException if there can't be such a Unix socket
	 */
	public String local(String address) {
		return isUnix(address) ? parse(address).toString() : address;
	}

}
