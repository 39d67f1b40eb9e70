package io.netasync.transport;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.payload.PayloadCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;

/**
 * Connections on Netty's event loops.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class NettyTransport implements Transport {

	private final EventLoops eventLoops;

	/**
	 * Creates the transport.
	 * @param eventLoops the event loops to share, for those that have none of their own;
	 * not closed by the transport
	 */
	public NettyTransport(EventLoops eventLoops) {
		this.eventLoops = eventLoops;
	}

	@Override
	public Connector connector(ConnectionSettings settings, Duration connectTimeout) {
		return new NettyConnector(settings, connectTimeout);
	}

	@Override
	public Acceptor acceptor(ConnectionSettings settings, ListenAddress address) {
		Sockets sockets = Sockets.open(settings, this.eventLoops, 0, address.isUnix());
		NettyServerConnectionFactory factory = new NettyServerConnectionFactory(address.port());
		settings.applyTo(factory);
		factory.setEventLoops(sockets.loops());
		factory.setTls(settings.tls());
		factory.setProxyProtocol(settings.proxyProtocol());
		if (address.isUnix()) {
			factory.setSocketFile(address.socketFile());
		}
		else if (address.address() != null) {
			factory.setLocalAddress(address.address());
		}
		factory.setDispatchers((channel) -> new SerialDispatcher(
				settings.onEventLoop() ? channel.eventLoop() : settings.executor(), settings.room()));
		factory.netty().set(settings, sockets);
		return new NettyAcceptor(factory, address, settings.rates(), settings.payloads(), sockets);
	}

	private final class NettyConnector implements Connector {

		private final NettyClientConnectionFactory factory;

		private final Dispatcher dispatcher;

		private final RateSetting rates;

		private final PayloadCodec payloads;

		private final Sockets sockets;

		private final boolean unix;

		private final @Nullable ClientProxy proxy;

		NettyConnector(ConnectionSettings settings, Duration connectTimeout) {
			this.factory = new NettyClientConnectionFactory("localhost", 1);
			settings.applyTo(this.factory);
			this.sockets = Sockets.open(settings, NettyTransport.this.eventLoops, 1, false);
			this.factory.setEventLoops(this.sockets.loops());
			this.factory.setConnectTimeout(connectTimeout);
			this.factory.setTls(settings.tls());
			this.factory.setProxy(settings.proxy());
			this.proxy = settings.proxy();
			this.factory.netty().set(settings, this.sockets);
			this.rates = settings.rates();
			this.payloads = settings.payloads();
			this.unix = settings.tls() == null;
			this.factory.activate();
			this.dispatcher = new SerialDispatcher(
					settings.onEventLoop() ? this.factory.eventLoop() : settings.executor(), settings.room());
		}

		@Override
		public CompletableFuture<Connection> connect(SocketAddress address, Endpoint endpoint,
				Function<Connection, ConnectionHandler> handler) {
			if (!this.factory.isRunning()) {
				return CompletableFuture
					.failedFuture(new ConnectionClosedException(DisconnectReason.LOCAL_CLOSE, "The client is closed"));
			}
			CompletableFuture<Connection> made = new CompletableFuture<>();
			return this.factory.open(address, endpoint, this.dispatcher, (wrapped) -> {
				TcpConnectionAdapter adapter = new TcpConnectionAdapter(wrapped, endpoint, this.payloads,
						this.dispatcher, handler);
				wrapped.registerListener(adapter);
				made.complete(adapter);
			}).thenCompose((wrapped) -> made);
		}

		@Override
		public Endpoint nextHop(Endpoint endpoint) {
			return (this.proxy != null) ? this.proxy.address() : endpoint;
		}

		@Override
		public Dispatcher dispatcher() {
			return this.dispatcher;
		}

		@Override
		public boolean hasUnixSockets() {
			return this.unix;
		}

		@Override
		public void rateLimit(RateLimit limit) {
			this.rates.limit(limit);
		}

		@Override
		public boolean blocksOnWrite() {
			return false;
		}

		@Override
		public void close() {
			this.factory.deactivate();
			this.sockets.close();
		}

	}

	private record NettyAcceptor(NettyServerConnectionFactory factory, ListenAddress address, RateSetting rates,
			PayloadCodec payloads, Sockets sockets) implements Acceptor {

		@Override
		public Endpoint start(AcceptHandler handler) {
			this.factory.setAdmission(handler);
			this.factory.setBeforeOpen((wrapped) -> accept(wrapped, handler));
			this.factory.start();
			return this.address.endpoint(this.factory.getPort());
		}

		private void accept(TcpConnectionSupport wrapped, AcceptHandler handler) {
			NettyTcpConnection connection = (NettyTcpConnection) NettyConnections.innermost(wrapped);
			wrapped.registerListener(new TcpConnectionAdapter(wrapped, connection.remoteEndpoint(), this.payloads,
					connection.dispatcher(), handler::accepted));
		}

		@Override
		public void rateLimit(RateLimit limit) {
			this.rates.limit(limit);
		}

		@Override
		public void stopAccepting() {
			this.factory.stopAccepting();
		}

		@Override
		public void close() {
			this.factory.stop();
			this.sockets.close();
		}

	}

}
