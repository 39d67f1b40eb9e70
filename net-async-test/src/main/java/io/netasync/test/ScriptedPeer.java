package io.netasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on the loopback address that does what a test says, step by step, and nothing
 * else.
 *
 * <pre class="code">
 * try (ScriptedPeer peer = ScriptedPeer.listen()) {
 *     connectClientTo(peer.port());
 *     ScriptedConnection connection = peer.accept();
 *     connection.expectHeartbeat().sendFrame("hello");
 *     connection.reset();
 *     peer.accept().expectHeartbeat();  // it came back
 * }
 * </pre>
 * <p>
 * Connections are accepted when the test asks with {@link #accept()}, until then they
 * wait in the kernel's backlog; or all of them in the background, with
 * {@link #onConnection(ConnectionScript)}. {@link #connect(InetSocketAddress)} is the
 * same for the other side.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ScriptedPeer implements AutoCloseable {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration FOREVER = Duration.ofDays(365);

	private static final int BACKLOG = 1024;

	private final ServerSocketChannel server;

	private final InetSocketAddress address;

	private final Set<ScriptedConnection> connections = ConcurrentHashMap.newKeySet();

	private final ScriptRunner scripts;

	private volatile Duration timeout = DEFAULT_TIMEOUT;

	private ScriptedPeer(ServerSocketChannel server) throws IOException {
		this.server = server;
		this.address = (InetSocketAddress) server.getLocalAddress();
		this.scripts = new ScriptRunner("netasync-test-peer-" + this.address.getPort() + "-");
	}

	/**
	 * Listens on a free port.
	 * @return the peer
	 */
	public static ScriptedPeer listen() {
		return listen(0);
	}

	/**
	 * Listens on a given port.
	 * @param port the port
	 * @return the peer
	 * @throws UncheckedIOException if the port is taken
	 */
	public static ScriptedPeer listen(int port) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		try {
			ServerSocketChannel server = ServerSocketChannel.open();
			try {
				server.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address, BACKLOG);
				return new ScriptedPeer(server);
			}
			catch (IOException ex) {
				server.close();
				throw new IOException("Can't listen on " + address, ex);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Listens on a free port and sends back whatever comes, on any number of connections,
	 * until the other side closes.
	 * @return the peer
	 */
	public static ScriptedPeer echoing() {
		return listen().onConnection((connection) -> {
			connection.timeout(FOREVER);
			byte[] bytes = connection.receive();
			while (bytes.length > 0) {
				connection.send(bytes);
				bytes = connection.receive();
			}
		});
	}

	/**
	 * Listens on a free port and closes each connection as soon as it is accepted.
	 * @return the peer
	 */
	public static ScriptedPeer closing() {
		return listen().onConnection(ScriptedConnection::close);
	}

	/**
	 * Connects to a server.
	 * @param address the server's address
	 * @return the connection
	 * @throws UncheckedIOException if the server can't be reached within 5 seconds
	 */
	public static ScriptedConnection connect(InetSocketAddress address) {
		try {
			SocketChannel channel = SocketChannel.open();
			try {
				channel.socket().connect(address, Math.toIntExact(DEFAULT_TIMEOUT.toMillis()));
				return new ScriptedConnection(channel, DEFAULT_TIMEOUT);
			}
			catch (IOException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the port it listens on.
	 * @return the port
	 */
	public int port() {
		return this.address.getPort();
	}

	/**
	 * Returns the address it listens on.
	 * @return the loopback address and the port
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Sets how long {@link #accept()} waits, and the timeout connections start with.
	 * @param timeout the time, 5 seconds if not set
	 * @return this peer
	 */
	public ScriptedPeer timeout(Duration timeout) {
		Check.notNegative("timeout", timeout);
		this.timeout = timeout;
		return this;
	}

	/**
	 * Accepts the next connection. Not to be mixed with
	 * {@link #onConnection(ConnectionScript)}, which takes them all.
	 * @return the connection, closed with this peer at the latest
	 * @throws AssertionError if none comes in time
	 */
	public ScriptedConnection accept() {
		try {
			return accept(this.timeout);
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError(
					"Expected a connection to port %d within %s but none came".formatted(port(), this.timeout));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ScriptedConnection accept(Duration timeout) throws IOException {
		this.server.socket().setSoTimeout((int) Math.min(Integer.MAX_VALUE, Deadline.in(timeout).remaining()));
		SocketChannel channel = this.server.socket().accept().getChannel();
		try {
			ScriptedConnection connection = new ScriptedConnection(channel, this.timeout);
			this.connections.add(connection);
			return connection;
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Accepts all further connections in the background and runs a script on each, on a
	 * daemon thread named {@code netasync-test-peer-<port>-<n>}.
	 * <p>
	 * A connection that is gone ends its script quietly. Any other failure, such as an
	 * expectation not met, is thrown by {@link #close()}.
	 * @param script the script
	 * @return this peer
	 */
	public ScriptedPeer onConnection(ConnectionScript script) {
		this.scripts.start(() -> acceptAll(script), () -> {
		});
		return this;
	}

	private void acceptAll(ConnectionScript script) {
		while (this.server.isOpen()) {
			try {
				ScriptedConnection connection = accept(FOREVER);
				this.scripts.start(() -> script.run(connection), () -> discard(connection));
			}
			catch (IOException ex) {
				// this peer is closed, or the client was gone before it was accepted
			}
		}
	}

	private void discard(ScriptedConnection connection) {
		connection.close();
		this.connections.remove(connection);
	}

	/**
	 * Closes the port and all accepted connections and waits for the scripts to end;
	 * those still waiting for something are not a failure. Closing again does nothing.
	 * @throws AssertionError if a script failed before
	 */
	@Override
	public void close() {
		Throwable failure = this.scripts.stop();
		closeServer();
		this.connections.forEach(ScriptedConnection::close);
		this.scripts.join();
		// one that was just being accepted
		this.connections.forEach(ScriptedConnection::close);
		if (failure != null) {
			throw new AssertionError("A script on port " + port() + " failed: " + failure.getMessage(), failure);
		}
	}

	private void closeServer() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
