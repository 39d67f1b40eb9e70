package io.netasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/**
 * A TCP proxy in front of one server that misbehaves on demand.
 *
 * <pre class="code">
 * try (ChaosProxy proxy = ChaosProxy.start(serverAddress)) {
 *     connectClientTo(proxy.port());
 *     proxy.add(Fault.latency(Duration.ofMillis(50), Duration.ofMillis(20)));
 *     proxy.freeze();  // nothing moves, nothing closes
 *     proxy.thaw();    // all of it arrives
 *     proxy.reset();   // "Connection reset" on both sides
 *     proxy.down();    // "Connection refused" until up()
 *     proxy.heal();    // as if nothing had happened
 * }
 * </pre>
 * <p>
 * It listens on the loopback address. Without a fault it is transparent: the end of a
 * stream, a reset and the backpressure of a slow reader pass through, and an unreachable
 * server closes the client's connection. One daemon thread named
 * {@code netasync-test-proxy-<port>-1} moves the bytes of all connections.
 * <p>
 * All methods can be called from any thread; what they ask for has happened when they
 * return. Those that change something fail with {@link IllegalStateException} after
 * {@link #close()}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ChaosProxy implements AutoCloseable {

	private final InetSocketAddress server;

	private final Listener listener;

	private final EventLoop loop;

	private final Map<Direction, Faults> faults = new EnumMap<>(Direction.class);

	private final Map<Direction, LongAdder> moved;

	private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();

	private final LongAdder accepted = new LongAdder();

	private ChaosProxy(InetSocketAddress server, Listener listener, EventLoop loop) {
		this.server = server;
		this.listener = listener;
		this.loop = loop;
		this.moved = Map.of(Direction.UPSTREAM, new LongAdder(), Direction.DOWNSTREAM, new LongAdder());
	}

	/**
	 * Starts a proxy on a free port.
	 * @param server the server to connect to, for each client anew
	 * @return the proxy
	 */
	public static ChaosProxy start(InetSocketAddress server) {
		return start(server, 0);
	}

	/**
	 * Starts a proxy on a given port.
	 * @param server the server to connect to, for each client anew
	 * @param port the port to listen on
	 * @return the proxy
	 * @throws UncheckedIOException if the port is taken
	 */
	public static ChaosProxy start(InetSocketAddress server, int port) {
		try {
			Listener listener = new Listener(port);
			EventLoop loop = new EventLoop("netasync-test-proxy-" + listener.address().getPort() + "-1");
			return new ChaosProxy(server, listener, loop).up();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the port clients connect to.
	 * @return the port
	 */
	public int port() {
		return address().getPort();
	}

	/**
	 * Returns the address clients connect to.
	 * @return the loopback address and the port
	 */
	public InetSocketAddress address() {
		return this.listener.address();
	}

	/**
	 * Adds a fault in both directions, for existing and new connections. Bytes under way
	 * are subject to it too.
	 * @param fault the fault, which replaces one of its kind
	 * @return this proxy
	 */
	public ChaosProxy add(Fault fault) {
		return change((faults) -> faults.with(fault), Direction.values());
	}

	/**
	 * Adds a fault in one direction.
	 * @param fault the fault, which replaces one of its kind
	 * @param direction the direction
	 * @return this proxy
	 */
	public ChaosProxy add(Fault fault, Direction direction) {
		return change((faults) -> faults.with(fault), direction);
	}

	/**
	 * Removes a fault from both directions. Bytes that only it held back go out at once.
	 * @param fault the fault, equal to the one added
	 * @return this proxy
	 */
	public ChaosProxy remove(Fault fault) {
		return change((faults) -> faults.without(fault), Direction.values());
	}

	/**
	 * Removes all faults from both directions and is {@link #up()} again. Bytes held back
	 * go out at once.
	 * @return this proxy
	 */
	public ChaosProxy heal() {
		change((faults) -> Faults.NONE, Direction.values());
		return up();
	}

	/**
	 * Stops moving bytes in both directions without closing anything.
	 * @return this proxy
	 * @see Fault#freeze()
	 */
	public ChaosProxy freeze() {
		return add(Fault.freeze());
	}

	/**
	 * Ends a {@link #freeze()} in both directions. All bytes held arrive, in order.
	 * @return this proxy
	 */
	public ChaosProxy thaw() {
		return remove(Fault.freeze());
	}

	/**
	 * Closes the port and cuts all connections, like a process that ended. Bytes under
	 * way are lost.
	 * @return this proxy
	 */
	public ChaosProxy down() {
		return stopAccepting().cut();
	}

	/**
	 * Closes the port, so that connecting is refused, and keeps the connections.
	 * @return this proxy
	 */
	public ChaosProxy stopAccepting() {
		return onLoop(this.listener::shut).onLoop(this.listener::reserve);
	}

	/**
	 * Opens the same port again. An open one stays as it is.
	 * @return this proxy
	 */
	public ChaosProxy up() {
		return onLoop(() -> this.listener.open(this.loop, this::accept));
	}

	/**
	 * Closes all current connections on both sides. Bytes under way are lost.
	 * @return this proxy
	 */
	public ChaosProxy cut() {
		return onLoop(() -> this.connections.forEach((connection) -> connection.end(Ending.FIN)));
	}

	/**
	 * Resets all current connections on both sides.
	 * @return this proxy
	 */
	public ChaosProxy reset() {
		return onLoop(() -> this.connections.forEach((connection) -> connection.end(Ending.RESET)));
	}

	/**
	 * Returns how many connections there are now.
	 * @return the number of connections
	 */
	public int connections() {
		return this.connections.size();
	}

	/**
	 * Returns how many connections there have been since the start.
	 * @return the number of connections accepted
	 */
	public long accepted() {
		return this.accepted.sum();
	}

	/**
	 * Returns how many bytes were passed on since the start, those thrown away not
	 * counted.
	 * @param direction the direction
	 * @return the number of bytes
	 */
	public long bytes(Direction direction) {
		return this.moved.getOrDefault(direction, new LongAdder()).sum();
	}

	/**
	 * Closes the port and all connections and waits for the thread to end. Closing again
	 * does nothing.
	 */
	@Override
	public void close() {
		this.loop.close(() -> {
			this.listener.close();
			this.connections.forEach((connection) -> connection.end(Ending.FIN));
		});
	}

	private ChaosProxy change(UnaryOperator<Faults> change, Direction... directions) {
		return onLoop(() -> {
			for (Direction direction : directions) {
				this.faults.put(direction, change.apply(this.faults.getOrDefault(direction, Faults.NONE)));
			}
			this.connections.forEach((connection) -> connection.faults(this.faults));
		});
	}

	private ChaosProxy onLoop(EventLoop.Action action) {
		this.loop.call(action);
		return this;
	}

	private void accept(SocketChannel client) {
		this.accepted.increment();
		try {
			ProxyConnection connection = new ProxyConnection(this.loop, client, this.moved, this.connections::remove);
			this.connections.add(connection);
			connection.connect(this.server);
			connection.faults(this.faults);
		}
		catch (IOException ex) {
			Ending.FIN.apply(client);
		}
	}

}
