package io.netasync.transport;

import java.util.concurrent.Executor;

import io.netasync.memory.MemoryBudget;
import io.netasync.payload.PayloadCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.integration.ip.tcp.serializer.AbstractByteArraySerializer;
import org.springframework.scheduling.TaskScheduler;

/**
 * What the connections of one client or server have in common.
 *
 * @param name the client or server
 * @param codec writes and reads frames
 * @param payloads makes what the application gets of what they carry
 * @param mapper makes messages of payloads and back
 * @param interceptors wrap every connection
 * @param publisher gets Spring Integration's events
 * @param tls what is needed for TLS, {@code null} for plain connections
 * @param executor where handlers run; handlers may block it
 * @param scheduler where Spring Integration publishes that a server listens
 * @param onEventLoop whether handlers run on the event loop instead, where they must not
 * block
 * @param receiveBounds how much of what was received may wait for its handler
 * @param memory the budget of the whole application
 * @param rates how fast its connections may be
 * @param sockets what is set of its sockets
 * @author net-async
 * @since 0.1.0
 */
public record ConnectionSettings(String name, AbstractByteArraySerializer codec, PayloadCodec payloads,
		TcpMessageMapper mapper, TcpConnectionInterceptorFactoryChain interceptors, ApplicationEventPublisher publisher,
		@Nullable Tls tls, Executor executor, TaskScheduler scheduler, boolean onEventLoop, ReceiveBounds receiveBounds,
		MemoryBudget memory, RateSetting rates, SocketSpec sockets) {

	/**
	 * Makes the room for what one dispatcher has received.
	 * @return the room, empty
	 */
	ReceiveRoom room() {
		return new ReceiveRoom(this.receiveBounds, this.memory);
	}

	void applyTo(AbstractConnectionFactory factory) {
		factory.setBeanName(this.name);
		factory.setSoTcpNoDelay(true);
		factory.setSoKeepAlive(this.sockets.keepAlive().isProbing());
		factory.setSerializer(this.codec);
		factory.setDeserializer(this.codec);
		factory.setMapper(this.mapper);
		factory.setInterceptorFactoryChain(this.interceptors);
		factory.setTaskExecutor(this.executor);
		factory.setTaskScheduler(this.scheduler);
		factory.setApplicationEventPublisher(this.publisher);
	}

}
