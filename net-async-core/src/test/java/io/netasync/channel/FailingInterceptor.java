package io.netasync.channel;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.messaging.Message;

/**
 * Sends a message and then says that it could not, once.
 *
 * @author net-async
 */
final class FailingInterceptor extends TcpConnectionInterceptorSupport {

	private final AtomicBoolean failed;

	private FailingInterceptor(AtomicBoolean failed) {
		this.failed = failed;
	}

	static TcpConnectionInterceptorFactory once(AtomicBoolean failed) {
		return () -> new FailingInterceptor(failed);
	}

	@Override
	public void send(Message<?> message) {
		super.send(message);
		if (this.failed.compareAndSet(false, true)) {
			throw new IllegalStateException("Failed on purpose");
		}
	}

}
