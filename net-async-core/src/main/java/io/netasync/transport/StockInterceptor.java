package io.netasync.transport;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;

/**
 * The outermost interceptor of a stock connection: it alone is always told that the
 * connection is ready, why it failed and that it is closed, and passes that on to an
 * adapter. The connection is not ready before its open event: senders hear of it earlier,
 * when it has no serializer yet.
 *
 * @author net-async
 */
final class StockInterceptor extends TcpConnectionInterceptorSupport {

	private final Function<TcpConnectionSupport, TcpConnectionAdapter> adapt;

	private volatile @Nullable TcpConnectionAdapter adapter;

	private volatile @Nullable Throwable cause;

	private StockInterceptor(ConnectionSettings settings, Function<TcpConnectionSupport, TcpConnectionAdapter> adapt) {
		super(settings.publisher());
		this.adapt = adapt;
	}

	/**
	 * Has every connection of a factory adapted.
	 * @param factory the factory
	 * @param settings what its connections have in common
	 * @param adapt makes the adapter of a connection that is ready
	 */
	static void install(AbstractConnectionFactory factory, ConnectionSettings settings,
			Function<TcpConnectionSupport, TcpConnectionAdapter> adapt) {
		settings.applyTo(factory);
		TcpConnectionInterceptorFactory[] inner = settings.interceptors().getInterceptorFactories();
		int count = (inner != null) ? inner.length : 0;
		TcpConnectionInterceptorFactory[] all = new TcpConnectionInterceptorFactory[count + 1];
		if (inner != null) {
			System.arraycopy(inner, 0, all, 0, count);
		}
		all[count] = () -> new StockInterceptor(settings, adapt);
		TcpConnectionInterceptorFactoryChain chain = new TcpConnectionInterceptorFactoryChain();
		chain.setInterceptors(all);
		factory.setInterceptorFactoryChain(chain);
		// without one a factory does not read; messages get no further than here
		factory.registerListener((message) -> {
		});
	}

	@Override
	protected void publishConnectionOpenEvent() {
		this.adapter = this.adapt.apply(this);
		super.publishConnectionOpenEvent();
	}

	@Override
	protected void publishConnectionExceptionEvent(Throwable failure) {
		if (this.cause == null) {
			this.cause = failure;
		}
		super.publishConnectionExceptionEvent(failure);
	}

	@Override
	protected void publishConnectionCloseEvent() {
		super.publishConnectionCloseEvent();
		TcpConnectionAdapter known = this.adapter;
		if (known != null) {
			known.closed(this.cause);
		}
	}

	@Override
	public void onMessage(Message<?> message) {
		TcpConnectionAdapter known = this.adapter;
		if (known != null && !(message instanceof ErrorMessage)) {
			int bytes = (message.getPayload() instanceof byte[] payload) ? payload.length : 0;
			((CallerDispatcher) known.dispatcher()).deliver(() -> known.onMessage(message), bytes, this::isOpen);
		}
	}

}
