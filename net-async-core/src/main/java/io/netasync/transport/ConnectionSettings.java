package io.netasync.transport;

import java.util.concurrent.Executor;

import io.netasync.frame.FrameFormat;
import io.netasync.memory.MemoryBudget;
import io.netasync.payload.PayloadCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

/**
 * What the connections of one client or server have in common.
 *
 * @param name the client or server
 * @param frames what writes and reads frames: a serializer and a deserializer as well
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
 * @param proxyProtocol which proxies a server believes
 * @param proxy the proxy that a client connects through, {@code null} for none
 * @author net-async
 * @since 0.1.0
 */
public record ConnectionSettings(String name, FrameFormat frames, PayloadCodec payloads, TcpMessageMapper mapper,
		TcpConnectionInterceptorFactoryChain interceptors, ApplicationEventPublisher publisher, @Nullable Tls tls,
		Executor executor, TaskScheduler scheduler, boolean onEventLoop, ReceiveBounds receiveBounds,
		MemoryBudget memory, RateSetting rates, SocketSpec sockets, ProxyProtocol proxyProtocol,
		@Nullable ClientProxy proxy) {

	public ConnectionSettings {
		Assert.isInstanceOf(Serializer.class, frames, "'frames' must be a serializer");
		Assert.isInstanceOf(Deserializer.class, frames, "'frames' must be a deserializer");
	}

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
		factory.setSerializer((Serializer<?>) this.frames);
		factory.setDeserializer((Deserializer<?>) this.frames);
		factory.setMapper(this.mapper);
		factory.setInterceptorFactoryChain(this.interceptors);
		factory.setTaskExecutor(this.executor);
		factory.setTaskScheduler(this.scheduler);
		factory.setApplicationEventPublisher(this.publisher);
	}

}
