package io.netasync.transport;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import io.netasync.event.Endpoint;
import io.netasync.frame.Framing;
import io.netasync.memory.MemoryBudget;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.AbstractClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;

/**
 * Spring Integration's client connection factory on Netty. Works wherever Spring
 * Integration takes an {@link AbstractClientConnectionFactory}: its adapters, gateways,
 * interceptors, failover and events.
 * <p>
 * The deserializer must be a {@link Framing}. {@code TCP_NODELAY} is on by default.
 * Listeners and senders are called on the task executor, in order for one connection.
 *
 * @author net-async
 * @since 0.1.0
 */
public class NettyClientConnectionFactory extends AbstractClientConnectionFactory {

	private final NettyConnections netty = new Netty();

	private @Nullable EventLoops eventLoops;

	private @Nullable EventLoops ownEventLoops;

	private @Nullable EventLoop eventLoop;

	private @Nullable Tls tls;

	private @Nullable ClientProxy proxy;

	private @Nullable Duration connectTimeout;

	/**
	 * Creates a factory that connects to a host.
	 * @param host the host
	 * @param port the port
	 */
	@SuppressWarnings("this-escape")
	public NettyClientConnectionFactory(String host, int port) {
		super(host, port);
		setSoTcpNoDelay(true);
	}

	/**
	 * Sets the event loops to share; without them the factory starts its own.
	 * @param eventLoops the event loops
	 */
	public void setEventLoops(EventLoops eventLoops) {
		this.eventLoops = eventLoops;
	}

	/**
	 * Sets what is needed for TLS; without it connections are plain.
	 * @param tls keys and trusted certificates
	 */
	public void setTls(@Nullable Tls tls) {
		this.tls = tls;
	}

	/**
	 * Sets the proxy to connect through; without it connections are direct.
	 * @param proxy the proxy, which resolves the host
	 */
	public void setProxy(@Nullable ClientProxy proxy) {
		this.proxy = proxy;
	}

	/**
	 * Sets the connect timeout, 60 seconds by default. A TLS handshake may take as long
	 * again, and so may handlers that a customizer added.
	 * @param connectTimeout the timeout
	 */
	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	/**
	 * Sets what adds handlers to the pipeline of each connection, in this order.
	 * @param customizers the customizers
	 */
	public void setPipelineCustomizers(List<ChannelPipelineCustomizer> customizers) {
		this.netty.setCustomizers(customizers);
	}

	@Override
	protected Duration getConnectTimeout() {
		return (this.connectTimeout != null) ? this.connectTimeout : super.getConnectTimeout();
	}

	NettyConnections netty() {
		return this.netty;
	}

	@Override
	public void start() {
		activate();
		super.start();
	}

	/**
	 * Starts without a word in the log: a client that uses this factory has its own.
	 */
	void activate() {
		this.lifecycleMonitor.lock();
		try {
			if (!isActive()) {
				this.netty.framing();
				if (this.eventLoops == null) {
					this.ownEventLoops = EventLoops.start(EventLoops.Io.AUTO, 1);
				}
				this.eventLoop = loops().group().next();
				setActive(true);
			}
		}
		finally {
			this.lifecycleMonitor.unlock();
		}
	}

	@Override
	public void stop() {
		deactivate();
		super.stop();
		if (this.ownEventLoops != null) {
			this.ownEventLoops.close();
			this.ownEventLoops = null;
		}
	}

	@Override
	public void enableManualListenerRegistration() {
		super.enableManualListenerRegistration();
		this.netty.setListenersFollow();
	}

	void deactivate() {
		setActive(false);
		NettyConnections.closeAll(List.copyOf(this.connections.values()));
	}

	@Override
	protected TcpConnectionSupport buildNewConnection() {
		Endpoint peer = new Endpoint(Objects.requireNonNull(getHost()), getPort());
		if (EventLoops.onEventLoop()) {
			throw new UncheckedIOException(
					new IOException("Can't wait for a connection to %s on an event loop".formatted(peer)));
		}
		Endpoint hop = (this.proxy != null) ? this.proxy.address() : peer;
		InetSocketAddress address = new InetSocketAddress(hop.host(), hop.port());
		if (address.isUnresolved()) {
			throw new UncheckedIOException(new UnknownHostException(hop.host()));
		}
		Dispatcher dispatcher = new SerialDispatcher(getTaskExecutor(),
				new ReceiveRoom(ReceiveBounds.defaults(), MemoryBudget.unlimited()));
		try {
			return open(address, peer, dispatcher, (wrapped) -> {
			}).get();
		}
		catch (ExecutionException ex) {
			throw new UncheckedIOException((ex.getCause() instanceof IOException failure) ? failure
					: new IOException("Can't connect to " + address, ex.getCause()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new IOException("Interrupted while connecting to " + address, ex));
		}
	}

	/**
	 * Opens one connection without waiting.
	 * @param address where to, with a proxy that of the proxy
	 * @param peer who is expected there
	 * @param dispatcher what delivers its messages and events
	 * @param beforeOpen is given the wrapped connection before anything happens on it
	 * @return the wrapped connection, when it is ready for messages
	 */
	CompletableFuture<TcpConnectionSupport> open(SocketAddress address, Endpoint peer, Dispatcher dispatcher,
			Consumer<TcpConnectionSupport> beforeOpen) {
		CompletableFuture<TcpConnectionSupport> result = new CompletableFuture<>();
		SocketTypes types = loops().types();
		Bootstrap bootstrap = new Bootstrap().group(eventLoop())
			.channel(types.clientType(address))
			.attr(ChannelSocket.UNIX, peer.isUnix() ? peer : null)
			.option(ChannelOption.AUTO_READ, this.tls != null)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) getConnectTimeout().toMillis())
			.handler(new Initializer(address, peer, new Connected(dispatcher, beforeOpen, result)));
		this.netty.applyOptions(bootstrap::option, peer.isUnix());
		boolean proxied = this.proxy != null && !peer.isUnix();
		if (proxied) {
			bootstrap.disableResolver();
		}
		SocketAddress target = proxied ? ProxyTunnel.destination(peer) : types.address(address);
		bootstrap.connect(target).addListener((connected) -> {
			if (!connected.isSuccess()) {
				result.completeExceptionally(said(connected.cause(), peer));
			}
		});
		return result;
	}

	private static Throwable said(Throwable cause, Endpoint peer) {
		// Netty says it without a message
		return (cause instanceof FileNotFoundException) ? new FileNotFoundException("There is no socket " + peer)
				: cause;
	}

	/**
	 * Returns the event loop of all connections of this factory.
	 * @return the event loop
	 */
	EventLoop eventLoop() {
		return Objects.requireNonNull(this.eventLoop, "Not started");
	}

	private EventLoops loops() {
		return Objects.requireNonNull((this.eventLoops != null) ? this.eventLoops : this.ownEventLoops, "Not started");
	}

	private final class Initializer extends ChannelInitializer<Channel> {

		private final SocketAddress address;

		private final Endpoint peer;

		private final Connected connected;

		Initializer(SocketAddress address, Endpoint peer, Connected connected) {
			this.address = address;
			this.peer = peer;
			this.connected = connected;
		}

		@Override
		protected void initChannel(Channel channel) {
			NettyClientConnectionFactory factory = NettyClientConnectionFactory.this;
			if (factory.proxy != null && this.address instanceof InetSocketAddress hop) {
				ProxyTunnel.open(channel, factory.proxy, hop, this.peer, getConnectTimeout().toMillis());
			}
			SslHandler handler = (factory.tls != null)
					? new SslHandler(factory.tls.clientEngine(this.peer.host(), this.peer.port())) : null;
			factory.netty.prepare(channel, handler, this.connected);
		}

	}

	private final class Connected extends Establisher {

		private final Dispatcher dispatcher;

		private final Consumer<TcpConnectionSupport> beforeOpen;

		private final CompletableFuture<TcpConnectionSupport> result;

		Connected(Dispatcher dispatcher, Consumer<TcpConnectionSupport> beforeOpen,
				CompletableFuture<TcpConnectionSupport> result) {
			super(getConnectTimeout().toMillis());
			this.dispatcher = dispatcher;
			this.beforeOpen = beforeOpen;
			this.result = result;
		}

		@Override
		void ready(Channel channel) {
			this.result
				.complete(NettyClientConnectionFactory.this.netty.establish(channel, this.dispatcher, this.beforeOpen));
		}

		@Override
		void failed(Throwable cause) {
			this.result.completeExceptionally(cause);
		}

	}

	private final class Netty extends NettyConnections {

		Netty() {
			super(NettyClientConnectionFactory.this, false);
		}

		@Override
		TcpConnectionSupport wrap(NettyTcpConnection connection) {
			return wrapConnection(connection);
		}

		@Override
		void initialize(TcpConnectionSupport wrapped, ChannelSocket socket) {
			initializeConnection(wrapped, socket);
		}

		@Override
		void remove(String connectionId) {
			NettyClientConnectionFactory.this.connections.remove(connectionId);
		}

	}

}
