package io.netasync.transport;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.AbstractClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpSender;

import io.netasync.frame.Framing;

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
public class NettyClientConnectionFactory extends AbstractClientConnectionFactory implements NettyConnectionOwner {

	private static final int DEFAULT_CAPACITY = 1000;

	private @Nullable EventLoops eventLoops;

	private @Nullable EventLoops ownEventLoops;

	private @Nullable EventLoop eventLoop;

	private @Nullable Tls tls;

	private @Nullable Duration connectTimeout;

	/**
	 * Creates a factory that connects to a host.
	 * @param host the host
	 * @param port the port
	 */
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
	 * Sets the connection timeout, 60 seconds by default. It covers the TLS handshake,
	 * which may take as long again.
	 * @param connectTimeout the timeout
	 */
	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	@Override
	protected Duration getConnectTimeout() {
		return (this.connectTimeout != null) ? this.connectTimeout : super.getConnectTimeout();
	}

	@Override
	public void start() {
		this.lifecycleMonitor.lock();
		try {
			if (!isActive()) {
				framing();
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
		super.start();
	}

	@Override
	public void stop() {
		Closing.closeAll(this.connections.values());
		super.stop();
		if (this.ownEventLoops != null) {
			this.ownEventLoops.close();
			this.ownEventLoops = null;
		}
	}

	@Override
	protected TcpConnectionSupport buildNewConnection() {
		InetSocketAddress address = new InetSocketAddress(Objects.requireNonNull(getHost()), getPort());
		try {
			return open(address, newDispatcher(), (wrapped) -> {
			}).get();
		}
		catch (ExecutionException ex) {
			throw new UncheckedIOException(Failures.asIOException(ex.getCause()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(Failures.asIOException(ex));
		}
	}

	/**
	 * Opens one connection without waiting.
	 * @param address where to
	 * @param dispatcher what delivers its messages and events
	 * @param beforeOpen is given the wrapped connection before anything happens on it
	 * @return the wrapped connection, when it is ready for messages
	 */
	CompletableFuture<TcpConnectionSupport> open(InetSocketAddress address, Dispatcher dispatcher,
			Consumer<TcpConnectionSupport> beforeOpen) {
		CompletableFuture<TcpConnectionSupport> result = new CompletableFuture<>();
		Bootstrap bootstrap = new Bootstrap().group(Objects.requireNonNull(this.eventLoop, "Not started"))
			.channel(loops().socketType())
			.option(ChannelOption.AUTO_READ, isTls())
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) getConnectTimeout().toMillis())
			.handler(new Initializer(this.tls, getHost(), getPort(), getConnectTimeout()));
		NettyConnections.applyOptions(this, bootstrap::option);
		bootstrap.connect(address).addListener((io.netty.channel.ChannelFutureListener) (connected) -> {
			Channel channel = connected.channel();
			Handshake.await(connected, (failure) -> {
				if (failure != null) {
					channel.close();
					result.completeExceptionally(failure);
				}
				else {
					result.complete(NettyConnections.establish(channel, this, dispatcher, beforeOpen));
				}
			});
		});
		return result;
	}

	private EventLoops loops() {
		return Objects.requireNonNull((this.eventLoops != null) ? this.eventLoops : this.ownEventLoops, "Not started");
	}

	EventLoop eventLoop() {
		return Objects.requireNonNull(this.eventLoop, "Not started");
	}

	@Override
	public boolean isServer() {
		return false;
	}

	@Override
	public boolean isTls() {
		return this.tls != null;
	}

	@Override
	public @Nullable ApplicationEventPublisher publisher() {
		return getApplicationEventPublisher();
	}

	@Override
	public @Nullable String componentName() {
		return getComponentName();
	}

	@Override
	public Framing framing() {
		return NettyConnections.framing(getDeserializer(), getSerializer());
	}

	@Override
	public Dispatcher newDispatcher() {
		return new SerialDispatcher(getTaskExecutor(), DEFAULT_CAPACITY);
	}

	@Override
	public List<TcpSender> senders() {
		return getSenders();
	}

	@Override
	public TcpConnectionSupport wrap(NettyTcpConnection connection) {
		return wrapConnection(connection);
	}

	@Override
	public void initialize(TcpConnectionSupport wrapped, ChannelSocket socket) {
		if (getSoTimeout() > 0) {
			socket.setSoTimeout(getSoTimeout());
		}
		initializeConnection(wrapped, socket);
	}

	@Override
	public void closed(TcpConnectionSupport wrapped) {
		NettyConnections.forget(this.connections, wrapped);
	}

	private static final class Initializer extends ChannelInitializer<Channel> {

		private final @Nullable Tls tls;

		private final String host;

		private final int port;

		private final Duration timeout;

		Initializer(@Nullable Tls tls, @Nullable String host, int port, Duration timeout) {
			this.tls = tls;
			this.host = Objects.requireNonNull(host);
			this.port = port;
			this.timeout = timeout;
		}

		@Override
		protected void initChannel(Channel channel) {
			if (this.tls != null) {
				SslHandler handler = new SslHandler(this.tls.clientEngine(this.host, this.port));
				handler.setHandshakeTimeoutMillis(this.timeout.toMillis());
				channel.pipeline().addLast(handler);
			}
		}

	}

}
