package io.netasync.channel;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.messaging.Message;

/**
 * Hands every message on, and says of the first that it could not.
 *
 * @author net-async
 */
final class FailingInterceptor extends TcpConnectionInterceptorSupport {

	private final AtomicInteger calls;

	private FailingInterceptor(AtomicInteger calls) {
		this.calls = calls;
	}

	static TcpConnectionInterceptorFactory counting(AtomicInteger calls) {
		return () -> new FailingInterceptor(calls);
	}

	@Override
	public void send(Message<?> message) {
		super.send(message);
		if (this.calls.incrementAndGet() == 1) {
			throw new IllegalStateException("Failed on purpose");
		}
	}

}
