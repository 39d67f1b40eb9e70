package io.netasync.transport;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpConnectionCloseEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionExceptionEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.integration.ip.tcp.connection.TcpSender;
import org.springframework.messaging.Message;

/**
 * The connections of one stock factory, each with its adapter. Learns of their end from
 * Spring Integration's events, which it passes on.
 *
 * @author net-async
 */
final class StockConnections implements TcpListener, TcpSender, ApplicationEventPublisher {

	private final Function<TcpConnectionSupport, TcpConnectionAdapter> adapt;

	private final ApplicationEventPublisher target;

	private final Map<String, TcpConnectionAdapter> adapters = new ConcurrentHashMap<>();

	private final Map<String, Throwable> causes = new ConcurrentHashMap<>();

	private Runnable onEmpty = () -> {
	};

	StockConnections(AbstractConnectionFactory factory, ConnectionSettings settings,
			Function<TcpConnectionSupport, TcpConnectionAdapter> adapt) {
		this.adapt = adapt;
		this.target = settings.publisher();
		settings.applyTo(factory);
		factory.setApplicationEventPublisher(this);
		factory.registerListener(this);
		factory.registerSender(this);
	}

	void onEmpty(Runnable action) {
		this.onEmpty = action;
	}

	TcpConnectionAdapter adapterOf(TcpConnection connection) {
		TcpConnectionAdapter adapter = this.adapters.get(connection.getConnectionId());
		if (adapter == null) {
			throw new IllegalStateException("The connection was closed at once");
		}
		return adapter;
	}

	@Override
	public void addNewConnection(TcpConnection connection) {
		TcpConnectionSupport wrapped = (TcpConnectionSupport) connection;
		this.adapters.put(Objects.requireNonNull(wrapped.getConnectionId()), this.adapt.apply(wrapped));
	}

	@Override
	public void onMessage(Message<?> message) {
		TcpConnectionAdapter adapter = this.adapters
			.get(String.valueOf(message.getHeaders().get(IpHeaders.CONNECTION_ID)));
		if (adapter != null) {
			adapter.dispatcher().execute(() -> adapter.onMessage(message), 1);
		}
	}

	@Override
	public void publishEvent(Object event) {
		if (event instanceof TcpConnectionExceptionEvent failed
				&& this.adapters.containsKey(failed.getConnectionId())) {
			this.causes.putIfAbsent(failed.getConnectionId(), failed.getCause());
		}
		this.target.publishEvent(event);
		if (event instanceof TcpConnectionCloseEvent closed) {
			closed(closed.getConnectionId());
		}
	}

	private void closed(String connectionId) {
		Throwable cause = this.causes.remove(connectionId);
		TcpConnectionAdapter adapter = this.adapters.remove(connectionId);
		if (adapter != null) {
			adapter.closed(cause);
			if (this.adapters.isEmpty()) {
				this.onEmpty.run();
			}
		}
	}

	@Override
	public void removeDeadConnection(TcpConnection connection) {
		closed(Objects.requireNonNull(connection.getConnectionId()));
	}

}
