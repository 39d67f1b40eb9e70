package io.netasync.transport;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netasync.frame.Framing;
import io.netasync.memory.MemoryBudget;
import io.netasync.transport.ChannelPipelineCustomizer.Side;
import io.netasync.transport.SocketOptions.Setting;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpSender;

/**
 * How the client's and the server's connection factory turn channels into connections of
 * Spring Integration, and forget them again.
 *
 * @author net-async
 */
abstract class NettyConnections {

	private static final Log logger = LogFactory.getLog(NettyConnections.class);

	private static final long CLOSE_SECONDS = 5;

	/**
	 * Less than a record takes. Of more a rest stays behind, and Netty then reports none
	 * of the messages before it written until all are.
	 */
	private static final int TLS_RECORD_BYTES = 15 * 1024;

	private final AbstractConnectionFactory factory;

	private final boolean server;

	private MemoryBudget memory = MemoryBudget.unlimited();

	private RateSetting rates = new RateSetting(RateLimit.NONE);

	private List<ChannelPipelineCustomizer> customizers = List.of();

	private List<Setting<?>> options = List.of();

	private List<Setting<?>> unixOptions = List.of();

	private List<Setting<?>> listenOptions = List.of();

	private Compression compression = Compression.none();

	private boolean listenersFollow;

	NettyConnections(AbstractConnectionFactory factory, boolean server) {
		this.factory = factory;
		this.server = server;
	}

	/**
	 * Wraps a new connection into its interceptors and makes it known to the factory.
	 * @param connection the new connection
	 * @return the outermost interceptor, or the connection itself
	 */
	abstract TcpConnectionSupport wrap(NettyTcpConnection connection);

	/**
	 * Gives a wrapped connection its listener, senders and serializers.
	 * @param wrapped the wrapped connection
	 * @param socket a view of its channel
	 */
	abstract void initialize(TcpConnectionSupport wrapped, ChannelSocket socket);

	/**
	 * Removes a connection from the factory's.
	 * @param connectionId its id
	 */
	abstract void remove(String connectionId);

	/**
	 * Makes a connection of a channel that is ready for messages, in the order Spring
	 * Integration's own factories keep: wrap, initialize, publish, read. On the event
	 * loop.
	 * @param channel the channel
	 * @param dispatcher what delivers messages and events
	 * @param beforeOpen is given the wrapped connection before anything happens on it
	 * @return the wrapped connection
	 */
	TcpConnectionSupport establish(Channel channel, Dispatcher dispatcher, Consumer<TcpConnectionSupport> beforeOpen) {
		ChannelSocket socket = new ChannelSocket(channel);
		if (this.factory.getSoTimeout() > 0) {
			socket.setSoTimeout(this.factory.getSoTimeout());
		}
		// the only handler there is the one that calls this, if none changes what passes
		boolean transformed = channel.pipeline().first() != channel.pipeline().last();
		NettyTcpConnection connection = new NettyTcpConnection(channel, socket, transformed, this, dispatcher);
		try {
			TcpConnectionSupport wrapped = wrap(connection);
			initialize(wrapped, socket);
			beforeOpen.accept(wrapped);
			connection.open(wrapped, this.listenersFollow);
			return wrapped;
		}
		catch (RuntimeException ex) {
			remove(connection.getConnectionId());
			throw ex;
		}
	}

	/**
	 * Forgets a closed connection the way Spring Integration's harvest does, but this one
	 * only.
	 * @param wrapped the closed connection
	 */
	void forget(TcpConnectionSupport wrapped) {
		remove(wrapped.getConnectionId());
		if (wrapped instanceof TcpConnectionInterceptorSupport interceptor) {
			interceptor.removeDeadConnection(wrapped);
		}
	}

	/**
	 * Closes connections and waits until their last events are out.
	 * @param connections the connections
	 */
	static void closeAll(List<TcpConnectionSupport> connections) {
		CountDownLatch open = new CountDownLatch(connections.size());
		for (TcpConnectionSupport wrapped : connections) {
			((NettyTcpConnection) innermost(wrapped)).whenFinished(open::countDown);
			wrapped.close();
		}
		try {
			if (!EventLoops.onEventLoop() && !open.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				connections.forEach((wrapped) -> innermost(wrapped).close());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Returns the innermost connection of a chain of interceptors.
	 * @param wrapped the outermost
	 * @return the connection
	 */
	static TcpConnectionSupport innermost(TcpConnectionSupport wrapped) {
		TcpConnectionSupport connection = wrapped;
		while (connection instanceof TcpConnectionInterceptorSupport interceptor) {
			connection = interceptor.getTheConnection();
		}
		return connection;
	}

	/**
	 * Applies the socket options that Spring Integration's factories have and then those
	 * that were set by name, and has reads spare memory when it is tight.
	 * @param setter sets an option
	 * @param unix whether the channels are Unix sockets, which have no options of TCP
	 */
	void applyOptions(OptionSetter setter, boolean unix) {
		if (!unix) {
			setter.set(ChannelOption.TCP_NODELAY, this.factory.isSoTcpNoDelay());
			setter.set(ChannelOption.SO_KEEPALIVE, this.factory.isSoKeepAlive());
			setter.set(ChannelOption.SO_LINGER, atLeast(0, this.factory.getSoLinger()));
			setter.set(ChannelOption.IP_TOS, atLeast(0, this.factory.getSoTrafficClass()));
		}
		setter.set(ChannelOption.SO_SNDBUF, atLeast(1, this.factory.getSoSendBufferSize()));
		setter.set(ChannelOption.SO_RCVBUF, atLeast(1, this.factory.getSoReceiveBufferSize()));
		setter.set(ChannelOption.RECVBUF_ALLOCATOR, new SparingReads(this.memory));
		// what has come is still to be read when nothing can be written any more
		setter.set(ChannelOption.AUTO_CLOSE, false);
		(unix ? this.unixOptions : this.options).forEach((setting) -> setting.applyTo(setter));
	}

	/**
	 * Applies the options of the socket that a server listens on.
	 * @param setter sets an option
	 */
	void applyListenOptions(OptionSetter setter) {
		this.listenOptions.forEach((setting) -> setting.applyTo(setter));
	}

	private static @Nullable Integer atLeast(int minimum, int value) {
		return (value >= minimum) ? value : null;
	}

	/**
	 * Returns how to tell frames apart in bytes that come as they like.
	 * @return the factory's deserializer
	 */
	Framing framing() {
		if (this.factory.getDeserializer() instanceof Framing framing) {
			return framing;
		}
		throw new IllegalStateException(("The deserializer %s can't tell where a frame ends: use one that implements "
				+ "%s, or a connection factory of Spring Integration")
			.formatted(this.factory.getDeserializer().getClass().getName(), Framing.class.getName()));
	}

	/**
	 * Builds the pipeline of a new channel: TLS, the application's handlers, compression,
	 * and what makes a connection of it once it is ready.
	 * @param channel the channel
	 * @param handler does TLS, {@code null} for a plain connection
	 * @param establisher makes a connection of it
	 */
	void prepare(Channel channel, @Nullable SslHandler handler, Establisher establisher) {
		ChannelPipeline pipeline = channel.pipeline();
		if (handler != null) {
			handler.setHandshakeTimeoutMillis(establisher.timeoutMillis());
			handler.setWrapDataSize(TLS_RECORD_BYTES);
			pipeline.addLast(handler);
		}
		pipeline.addLast(establisher.threshold());
		try {
			this.customizers.forEach((customizer) -> customizer.customize(pipeline, owner()));
			this.compression.addTo(pipeline, this.memory);
			pipeline.addLast(establisher);
		}
		catch (RuntimeException ex) {
			logger.warn("A pipeline customizer of '%s' has failed".formatted(owner().name()), ex);
			establisher.failed(ex);
			channel.close();
		}
	}

	private ChannelPipelineCustomizer.Owner owner() {
		return new ChannelPipelineCustomizer.Owner(String.valueOf(factoryName()),
				this.server ? Side.SERVER : Side.CLIENT);
	}

	void setCustomizers(List<ChannelPipelineCustomizer> customizers) {
		this.customizers = List.copyOf(customizers);
	}

	RateSetting rates() {
		return this.rates;
	}

	/**
	 * Takes what clients and servers set for their connections.
	 * @param settings what they set
	 * @param sockets what came of it for the sockets
	 */
	void set(ConnectionSettings settings, Sockets sockets) {
		this.rates = settings.rates();
		this.memory = settings.memory();
		this.options = sockets.options();
		this.unixOptions = sockets.unixOptions();
		this.listenOptions = sockets.listenOptions();
		this.compression = settings.sockets().compression();
		setCustomizers(settings.sockets().pipeline());
	}

	boolean isServer() {
		return this.server;
	}

	/**
	 * Notes that listeners are registered with each connection by hand.
	 */
	void setListenersFollow() {
		this.listenersFollow = true;
	}

	boolean isLookupHost() {
		return this.factory.isLookupHost();
	}

	@Nullable ApplicationEventPublisher publisher() {
		return this.factory.getApplicationEventPublisher();
	}

	@Nullable String factoryName() {
		return this.factory.getComponentName();
	}

	List<TcpSender> senders() {
		return this.factory.getSenders();
	}

	/**
	 * Sets an option of a bootstrap; {@code null} leaves the default.
	 */
	interface OptionSetter {

		<T> void set(ChannelOption<T> option, @Nullable T value);

	}

}
