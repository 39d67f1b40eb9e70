package io.netasync.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netasync.event.Endpoint;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerExceptionEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerListeningEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;

/**
 * Accepts connections with a server factory of Spring Integration. Those bind on a thread
 * of their own and only publish how it went; here start waits for it.
 *
 * @author net-async
 */
final class StockAcceptor implements Acceptor {

	private static final Duration BIND_TIMEOUT = Duration.ofSeconds(10);

	private final AbstractServerConnectionFactory factory;

	private final ConnectionSettings settings;

	private final ListenAddress address;

	private final CompletableFuture<Integer> listening = new CompletableFuture<>();

	StockAcceptor(AbstractServerConnectionFactory factory, ConnectionSettings settings, ListenAddress address) {
		this.factory = factory;
		this.settings = settings;
		this.address = address;
	}

	@Override
	public Endpoint start(AcceptHandler handler) {
		StockInterceptor.install(this.factory, this.settings, (wrapped) -> accept(wrapped, handler));
		this.factory.setApplicationEventPublisher(new BindListener(this, this.settings.publisher()));
		this.factory.start();
		try {
			return this.address.endpoint(this.listening.get(BIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw bindFailed(ex);
		}
		catch (ExecutionException ex) {
			throw bindFailed(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw bindFailed(ex);
		}
	}

	private BindFailedException bindFailed(@Nullable Throwable cause) {
		this.factory.stop();
		int port = this.factory.getPort();
		String host = this.address.address();
		return new BindFailedException((host != null) ? new InetSocketAddress(host, port) : new InetSocketAddress(port),
				cause);
	}

	private TcpConnectionAdapter accept(TcpConnectionSupport wrapped, AcceptHandler handler) {
		Endpoint peer = new Endpoint(wrapped.getHostAddress(), wrapped.getPort());
		InetSocketAddress address = new InetSocketAddress(
				NetUtil.createInetAddressFromIpAddressString(wrapped.getHostAddress()), wrapped.getPort());
		Dispatcher dispatcher = new CallerDispatcher(this.settings.executor(), this.settings.room());
		if (handler.admits(address)) {
			TcpConnectionAdapter admitted = new TcpConnectionAdapter(wrapped, peer, this.settings.payloads(),
					dispatcher, handler::accepted);
			admitted.onClose(() -> handler.left(address));
			return admitted;
		}
		TcpConnectionAdapter rejected = new TcpConnectionAdapter(wrapped, peer, this.settings.payloads(), dispatcher,
				(connection) -> ConnectionHandler.NONE);
		wrapped.close();
		return rejected;
	}

	@Override
	public void stopAccepting() {
		this.factory.beforeShutdown();
	}

	@Override
	public void close() {
		this.factory.stop();
	}

	private record BindListener(StockAcceptor acceptor,
			ApplicationEventPublisher target) implements ApplicationEventPublisher {

		@Override
		public void publishEvent(Object event) {
			if (event instanceof TcpConnectionServerListeningEvent started) {
				this.acceptor.listening.complete(started.getPort());
			}
			if (event instanceof TcpConnectionServerExceptionEvent failed) {
				this.acceptor.listening.completeExceptionally(failed.getCause());
			}
			this.target.publishEvent(event);
		}

	}

}
