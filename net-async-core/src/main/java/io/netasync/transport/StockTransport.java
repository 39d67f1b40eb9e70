package io.netasync.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import io.netasync.event.Endpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.AbstractClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.DefaultTcpNetSSLSocketFactorySupport;
import org.springframework.integration.ip.tcp.connection.DefaultTcpNioSSLConnectionSupport;
import org.springframework.integration.ip.tcp.connection.DefaultTcpSocketSupport;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNioClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNioServerConnectionFactory;

/**
 * Connections of Spring Integration's own factories: the way out for a deserializer that
 * must block. One factory a client connection, one a server.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class StockTransport implements Transport {

	private static final Log logger = LogFactory.getLog(StockTransport.class);

	private static final int BACKLOG = 1024;

	private final boolean nio;

	/**
	 * Creates the transport.
	 * @param nio whether to use the selector instead of a thread a connection
	 */
	public StockTransport(boolean nio) {
		this.nio = nio;
	}

	@Override
	public Connector connector(ConnectionSettings settings, Duration connectTimeout) {
		return new StockConnector(settings, connectTimeout);
	}

	@Override
	public Acceptor acceptor(ConnectionSettings settings, ListenAddress address) {
		AbstractServerConnectionFactory factory = serverFactory(settings.tls(), address.port());
		settings.applyTo(factory);
		factory.setBacklog(BACKLOG);
		if (address.address() != null) {
			factory.setLocalAddress(address.address());
		}
		return new StockAcceptor(factory, settings, address);
	}

	private AbstractServerConnectionFactory serverFactory(@Nullable Tls tls, int port) {
		if (this.nio) {
			TcpNioServerConnectionFactory factory = new TcpNioServerConnectionFactory(port);
			if (tls != null) {
				factory.setTcpNioConnectionSupport(new DefaultTcpNioSSLConnectionSupport(tls::context, false));
			}
			return factory;
		}
		TcpNetServerConnectionFactory factory = new TcpNetServerConnectionFactory(port);
		if (tls != null) {
			factory.setTcpSocketFactorySupport(new DefaultTcpNetSSLSocketFactorySupport(tls::context));
			factory.setTcpSocketSupport(new DefaultTcpSocketSupport(false));
		}
		return factory;
	}

	private AbstractClientConnectionFactory clientFactory(@Nullable Tls tls, String host, int port) {
		if (this.nio) {
			TcpNioClientConnectionFactory factory = new TcpNioClientConnectionFactory(host, port);
			if (tls != null) {
				factory.setTcpNioConnectionSupport(new DefaultTcpNioSSLConnectionSupport(tls::context, true));
			}
			return factory;
		}
		TcpNetClientConnectionFactory factory = new TcpNetClientConnectionFactory(host, port);
		if (tls != null) {
			factory.setTcpSocketFactorySupport(new DefaultTcpNetSSLSocketFactorySupport(tls::context));
		}
		return factory;
	}

	private final class StockConnector implements Connector {

		private final ConnectionSettings settings;

		private final Duration connectTimeout;

		private final Dispatcher dispatcher;

		private final Set<AbstractClientConnectionFactory> open = ConcurrentHashMap.newKeySet();

		StockConnector(ConnectionSettings settings, Duration connectTimeout) {
			this.settings = settings;
			this.connectTimeout = connectTimeout;
			this.dispatcher = new CallerDispatcher(settings.executor(), settings.room());
		}

		@Override
		public CompletableFuture<Connection> connect(SocketAddress address, Endpoint endpoint,
				Function<Connection, ConnectionHandler> handler) {
			if (!(address instanceof InetSocketAddress inetAddress)) {
				return CompletableFuture.failedFuture(new UnsupportedAddressTypeException());
			}
			CompletableFuture<Connection> result = new CompletableFuture<>();
			this.settings.executor().execute(() -> open(inetAddress, endpoint, handler, result));
			return result;
		}

		private void open(InetSocketAddress address, Endpoint endpoint, Function<Connection, ConnectionHandler> handler,
				CompletableFuture<Connection> result) {
			// for TLS the name must be known, as it is what is checked
			String host = (this.settings.tls() != null) ? endpoint.host() : hostAddress(address.getAddress());
			AbstractClientConnectionFactory factory = clientFactory(this.settings.tls(), host, address.getPort());
			StockInterceptor.install(factory, this.settings, (wrapped) -> {
				TcpConnectionAdapter adapter = new TcpConnectionAdapter(wrapped, endpoint, this.settings.payloads(),
						this.dispatcher, handler);
				adapter.onClose(() -> stopLater(factory));
				result.complete(adapter);
				return adapter;
			});
			factory.setConnectTimeout((int) Math.max(1, this.connectTimeout.toSeconds()));
			this.open.add(factory);
			try {
				factory.start();
				factory.getConnection();
			}
			catch (InterruptedException | RuntimeException ex) {
				if (ex instanceof InterruptedException) {
					Thread.currentThread().interrupt();
				}
				stop(factory);
				result.completeExceptionally(ex);
			}
		}

		private void stopLater(AbstractClientConnectionFactory factory) {
			try {
				this.settings.executor().execute(() -> stop(factory));
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The client is being closed, which stops %s too".formatted(factory), ex);
			}
		}

		private void stop(AbstractClientConnectionFactory factory) {
			this.open.remove(factory);
			factory.stop();
		}

		private static String hostAddress(InetAddress address) {
			return address.getHostAddress();
		}

		@Override
		public Dispatcher dispatcher() {
			return this.dispatcher;
		}

		@Override
		public boolean blocksOnWrite() {
			return true;
		}

		@Override
		public void close() {
			this.open.forEach(AbstractClientConnectionFactory::stop);
		}

	}

}
