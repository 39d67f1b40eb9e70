package io.netasync.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.netasync.frame.Framing;
import io.netasync.memory.MemoryBudget;
import io.netasync.transport.Acceptor.AcceptHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;

/**
 * Spring Integration's server connection factory on Netty. Works wherever Spring
 * Integration takes an {@link AbstractServerConnectionFactory}.
 * <p>
 * {@link #start()} returns when the port is bound and throws when it can't be. The
 * deserializer must be a {@link Framing}. {@code TCP_NODELAY} is on and the backlog 1024
 * by default. When descriptors run out, accepting pauses for a second at a time.
 *
 * @author net-async
 * @since 0.1.0
 */
public class NettyServerConnectionFactory extends AbstractServerConnectionFactory {

	private static final int BACKLOG = 1024;

	private final NettyConnections netty = new Netty();

	private @Nullable EventLoops eventLoops;

	private @Nullable EventLoops ownEventLoops;

	private @Nullable UnixSocketFile socketFile;

	private @Nullable Tls tls;

	private Duration handshakeTimeout = Duration.ofSeconds(10);

	private Function<Channel, Dispatcher> dispatchers = (channel) -> new SerialDispatcher(getTaskExecutor(),
			new ReceiveRoom(ReceiveBounds.defaults(), MemoryBudget.unlimited()));

	private ProxyProtocol proxyProtocol = ProxyProtocol.off();

	private AcceptHandler admission = new Everybody();

	private Consumer<TcpConnectionSupport> beforeOpen = (wrapped) -> {
	};

	private volatile @Nullable Channel serverChannel;

	private volatile boolean accepting;

	/**
	 * Creates a factory that listens on a port.
	 * @param port the port, 0 for any free one
	 */
	@SuppressWarnings("this-escape")
	public NettyServerConnectionFactory(int port) {
		super(port);
		setSoTcpNoDelay(true);
		setBacklog(BACKLOG);
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
	 * Sets whether proxies are believed who the peer is; by default none is.
	 * @param proxyProtocol says which
	 */
	public void setProxyProtocol(ProxyProtocol proxyProtocol) {
		this.proxyProtocol = proxyProtocol;
	}

	/**
	 * Sets what adds handlers to the pipeline of each connection, in this order.
	 * @param customizers the customizers
	 */
	public void setPipelineCustomizers(List<ChannelPipelineCustomizer> customizers) {
		this.netty.setCustomizers(customizers);
	}

	/**
	 * Sets how long a client may take for the TLS handshake, 10 seconds by default, a
	 * proxy for its header, and then again for what handlers that a customizer added want
	 * of it.
	 * @param handshakeTimeout the timeout
	 */
	public void setHandshakeTimeout(Duration handshakeTimeout) {
		this.handshakeTimeout = handshakeTimeout;
	}

	void setSocketFile(UnixSocketFile socketFile) {
		this.socketFile = socketFile;
	}

	void setDispatchers(Function<Channel, Dispatcher> dispatchers) {
		this.dispatchers = dispatchers;
	}

	/**
	 * Sets who is asked whether a peer is welcome, and told when it is gone.
	 * @param admission is asked and told
	 */
	void setAdmission(AcceptHandler admission) {
		this.admission = admission;
	}

	void setBeforeOpen(Consumer<TcpConnectionSupport> beforeOpen) {
		this.beforeOpen = beforeOpen;
	}

	NettyConnections netty() {
		return this.netty;
	}

	@Override
	public void start() {
		this.lifecycleMonitor.lock();
		try {
			if (isActive()) {
				return;
			}
			this.netty.framing();
			if (this.eventLoops == null) {
				this.ownEventLoops = EventLoops.start(EventLoops.Io.AUTO, 0);
			}
			setActive(true);
			this.accepting = true;
			this.serverChannel = bind();
			setListening(true);
		}
		finally {
			this.lifecycleMonitor.unlock();
		}
		if (getApplicationEventPublisher() != null) {
			publishServerListeningEvent(getPort());
		}
	}

	private Channel bind() {
		SocketTypes types = loops().types();
		UnixSocketFile file = this.socketFile;
		ServerBootstrap bootstrap = new ServerBootstrap().group(loops().group())
			.option(ChannelOption.SO_BACKLOG, getBacklog())
			.childOption(ChannelOption.AUTO_READ, this.tls != null)
			.childHandler(new Initializer());
		this.netty.applyOptions(bootstrap::childOption, file != null);
		this.netty.applyListenOptions(bootstrap::option);
		try {
			return (file != null) ? file.bind(bootstrap, types)
					: types.bind(bootstrap, getLocalAddress(), super.getPort());
		}
		catch (BindFailedException ex) {
			setActive(false);
			closeOwnEventLoops();
			throw ex;
		}
	}

	/**
	 * Returns the port: the one that was bound once the factory is started.
	 */
	@Override
	public int getPort() {
		return (getServerSocketAddress() instanceof InetSocketAddress address) ? address.getPort() : super.getPort();
	}

	@Override
	public @Nullable SocketAddress getServerSocketAddress() {
		Channel channel = this.serverChannel;
		return (channel != null) ? address(channel.localAddress()) : null;
	}

	private @Nullable SocketAddress address(@Nullable SocketAddress otherwise) {
		return (this.socketFile != null) ? this.socketFile.address() : otherwise;
	}

	/**
	 * Stops accepting; the connections stay.
	 */
	public void stopAccepting() {
		Channel channel = this.serverChannel;
		if (channel != null) {
			setListening(false);
			if (this.socketFile != null) {
				this.socketFile.remove();
			}
			ChannelFuture closed = channel.close();
			if (!EventLoops.onEventLoop()) {
				closed.awaitUninterruptibly(1000);
			}
		}
	}

	/**
	 * Refuses new connections; the others stay.
	 */
	@Override
	public int beforeShutdown() {
		this.accepting = false;
		return super.beforeShutdown();
	}

	@Override
	public void stop() {
		stopAccepting();
		setActive(false);
		NettyConnections.closeAll(List.copyOf(this.connections.values()));
		super.stop();
		this.serverChannel = null;
		closeOwnEventLoops();
	}

	private void closeOwnEventLoops() {
		if (this.ownEventLoops != null) {
			this.ownEventLoops.close();
			this.ownEventLoops = null;
		}
	}

	/**
	 * Not used: event loops accept.
	 */
	@Override
	public void run() {
	}

	private EventLoops loops() {
		return Objects.requireNonNull((this.eventLoops != null) ? this.eventLoops : this.ownEventLoops, "Not started");
	}

	private final class Initializer extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
			NettyServerConnectionFactory factory = NettyServerConnectionFactory.this;
			ProxyHeader.expect(channel, factory.proxyProtocol, factory.admission, factory.handshakeTimeout.toMillis());
			SslHandler handler = (factory.tls != null) ? new SslHandler(factory.tls.serverEngine()) : null;
			factory.netty.prepare(channel, handler, new Accepted(factory.handshakeTimeout.toMillis()));
		}

	}

	private final class Accepted extends Establisher {

		Accepted(long timeoutMillis) {
			super(timeoutMillis);
		}

		@Override
		boolean admits(Channel channel) {
			NettyServerConnectionFactory factory = NettyServerConnectionFactory.this;
			SocketAddress peer = factory.address(channel.remoteAddress());
			return factory.accepting && peer != null && ProxyHeader.admits(channel, peer, factory.admission);
		}

		@Override
		void ready(Channel channel) {
			NettyServerConnectionFactory factory = NettyServerConnectionFactory.this;
			factory.netty.establish(channel, factory.dispatchers.apply(channel), factory.beforeOpen);
		}

	}

	private final class Netty extends NettyConnections {

		Netty() {
			super(NettyServerConnectionFactory.this, true);
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
			NettyServerConnectionFactory.this.connections.remove(connectionId);
		}

	}

}
