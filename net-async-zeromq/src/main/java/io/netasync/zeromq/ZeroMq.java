package io.netasync.zeromq;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.netasync.channel.Channels;
import io.netasync.channel.NetAsync;
import io.netasync.channel.OutboundHandler;
import io.netasync.channel.RequestGateway;
import io.netasync.zeromq.engine.SocketLoop;
import io.netasync.zeromq.message.ZeroMqType;

import org.springframework.util.Assert;

/**
 * Opens ZeroMQ sockets and knows those there are. They are members of a {@link NetAsync},
 * as clients and servers are: names are taken once for all of them,
 * {@link NetAsync#channels} finds their channels, and {@link NetAsync#close(String)}
 * closes them. Each ZeroMQ context has one thread that owns its sockets; it begins with
 * the first of them.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ZeroMq implements AutoCloseable {

	private final NetAsync netAsync;

	private final Map<String, ContextSettings> contexts;

	private final Function<String, ZeroMqSpec> defaults;

	private final UnaryOperator<ZeroMqSpec> customizer;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, SocketLoop> loops = new HashMap<>();

	private boolean closed;

	/**
	 * Creates it without any socket.
	 * @param netAsync what the sockets are members of
	 */
	public ZeroMq(NetAsync netAsync) {
		this(netAsync, Map.of(), (name) -> ZeroMqSpec.of(name, ZeroMqType.PAIR), UnaryOperator.identity());
	}

	/**
	 * Creates it without any socket.
	 * @param netAsync what the sockets are members of
	 * @param contexts the contexts that are not like the default, by name
	 * @param defaults what sockets that are opened at run time start from, by name
	 * @param customizer has the last word on how those are configured
	 */
	public ZeroMq(NetAsync netAsync, Map<String, ContextSettings> contexts, Function<String, ZeroMqSpec> defaults,
			UnaryOperator<ZeroMqSpec> customizer) {
		this.netAsync = netAsync;
		this.contexts = Map.copyOf(contexts);
		this.defaults = defaults;
		this.customizer = customizer;
	}

	/**
	 * Opens a socket at run time.
	 * @param name its name, which no other has
	 * @param type its type
	 * @param options sets how it is configured, over the shared defaults
	 * @return the socket, bound and connecting
	 * @throws IllegalArgumentException if an option can't be
	 * @throws IllegalStateException if the name is taken
	 * @throws io.netasync.zeromq.engine.SocketBindException if an address can't be bound
	 */
	public ZeroMqSocket open(String name, ZeroMqType type, Consumer<ZeroMqBuilder> options) {
		ZeroMqBuilder builder = new ZeroMqBuilder(this.defaults.apply(name), type);
		options.accept(builder);
		ZeroMqSpec spec = this.customizer.apply(builder.build());
		ZeroMqSocket socket = socket(spec, () -> {
			Channels channels = this.netAsync.surroundings().channels(name, spec.inboundChannel());
			builder.subscriptions().accept(channels);
			return channels;
		});
		try {
			socket.start();
			return socket;
		}
		catch (RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	/**
	 * Makes a socket, not yet started, of a specification and with channels of its own.
	 * @param spec how it is configured
	 * @param channels its channels
	 * @return the socket
	 * @throws IllegalStateException if the name is taken
	 */
	public ZeroMqSocket socket(ZeroMqSpec spec, Channels channels) {
		return socket(spec, () -> channels);
	}

	private ZeroMqSocket socket(ZeroMqSpec spec, Supplier<Channels> maker) {
		SocketLoop loop = loop(spec.context());
		return this.netAsync.open(spec.name(), maker, (foundation, channels, whenClosed) -> {
			ZeroMqSocket socket = new RunningSocket(spec, loop, channels, foundation, whenClosed);
			new OutboundHandler(spec.name(), socket::accept).subscribeTo(channels.outbound());
			RequestGateway.of(spec.name(), "zeromq", socket::request, this.netAsync.surroundings().beanFactory())
				.subscribeTo(channels.request());
			return socket;
		});
	}

	/**
	 * Makes a broker, not yet started. Its name is one of the same names.
	 * @param spec how it is configured
	 * @return the broker
	 * @throws IllegalStateException if the name is taken
	 */
	public ZeroMqProxy proxy(ProxySpec spec) {
		SocketLoop loop = loop(spec.context());
		return this.netAsync.open(spec.name(), Channels::create,
				(foundation, channels, whenClosed) -> new ZeroMqProxy(spec, loop, foundation, whenClosed));
	}

	private SocketLoop loop(String context) {
		this.lock.lock();
		try {
			Assert.state(!this.closed, "'zeroMq' is closed");
			return this.loops.computeIfAbsent(context, (name) -> {
				ContextSettings settings = this.contexts.getOrDefault(name, ContextSettings.defaults());
				return new SocketLoop(name, settings.ioThreads(), settings.maxSockets());
			});
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Finds a socket.
	 * @param name its name
	 * @return the socket
	 */
	public Optional<ZeroMqSocket> find(String name) {
		return this.netAsync.find(name, ZeroMqSocket.class);
	}

	/**
	 * Returns all sockets.
	 * @return the sockets
	 */
	public Collection<ZeroMqSocket> sockets() {
		return this.netAsync.all(ZeroMqSocket.class);
	}

	/**
	 * Returns all brokers.
	 * @return the brokers
	 */
	public Collection<ZeroMqProxy> proxies() {
		return this.netAsync.all(ZeroMqProxy.class);
	}

	/**
	 * Closes all sockets and ends all contexts.
	 */
	@Override
	public void close() {
		sockets().forEach(ZeroMqSocket::close);
		proxies().forEach(ZeroMqProxy::close);
		this.lock.lock();
		try {
			this.closed = true;
			this.loops.values().forEach(SocketLoop::close);
			this.loops.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How a ZeroMQ context is made.
	 *
	 * @param ioThreads how many threads of JeroMQ's own move bytes
	 * @param maxSockets how many sockets there may be
	 */
	public record ContextSettings(int ioThreads, int maxSockets) {

		public ContextSettings {
			Assert.isTrue(ioThreads > 0, "'io-threads' must be greater than 0");
			Assert.isTrue(maxSockets > 0, "'max-sockets' must be greater than 0");
		}

		/**
		 * Returns the defaults, which are ZeroMQ's: one thread, 1023 sockets.
		 * @return the defaults
		 */
		public static ContextSettings defaults() {
			return new ContextSettings(1, 1023);
		}

	}

}
