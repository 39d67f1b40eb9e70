package io.netasync.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.memory.MemoryBudget;
import io.netasync.transport.EventLoops.Io;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.ip.event.IpIntegrationEvent;
import org.springframework.integration.ip.tcp.connection.AbstractClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNioClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNioServerConnectionFactory;

/**
 * An application context with Spring Integration for connection factories and endpoints,
 * and a record of their events.
 *
 * @author net-async
 */
public final class Spi implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final List<EventLoops> eventLoops = new CopyOnWriteArrayList<>();

	private final Events events = new Events();

	public Spi() {
		this.context.register(Integration.class);
		this.context.registerBean(Events.class, () -> this.events);
		this.context.refresh();
	}

	/**
	 * Makes room for some messages.
	 * @param messages how many
	 * @return the room
	 */
	static ReceiveRoom room(int messages) {
		return new ReceiveRoom(new ReceiveBounds(messages, Long.MAX_VALUE), MemoryBudget.unlimited());
	}

	/**
	 * Makes a bean as the context would.
	 * @param name its name
	 * @param bean the object
	 * @param <T> its type
	 * @return the bean
	 */
	@SuppressWarnings("unchecked")
	public <T> T bean(String name, T bean) {
		this.context.getBeanFactory().registerSingleton(name, bean);
		return (T) this.context.getBeanFactory().initializeBean(bean, name);
	}

	public AbstractServerConnectionFactory server(Kind kind) {
		return configured("server", switch (kind) {
			case NETTY -> new NettyServerConnectionFactory(0);
			case NETTY_NIO -> with(new NettyServerConnectionFactory(0));
			case NET -> new TcpNetServerConnectionFactory(0);
			case NIO -> new TcpNioServerConnectionFactory(0);
		});
	}

	public AbstractClientConnectionFactory client(Kind kind, int port) {
		return client("client", kind, port);
	}

	public AbstractClientConnectionFactory client(String name, Kind kind, int port) {
		return configured(name, switch (kind) {
			case NETTY -> new NettyClientConnectionFactory("127.0.0.1", port);
			case NETTY_NIO -> with(new NettyClientConnectionFactory("127.0.0.1", port));
			case NET -> new TcpNetClientConnectionFactory("127.0.0.1", port);
			case NIO -> new TcpNioClientConnectionFactory("127.0.0.1", port);
		});
	}

	private NettyServerConnectionFactory with(NettyServerConnectionFactory factory) {
		factory.setEventLoops(nioLoops());
		return factory;
	}

	private NettyClientConnectionFactory with(NettyClientConnectionFactory factory) {
		factory.setEventLoops(nioLoops());
		return factory;
	}

	private EventLoops nioLoops() {
		EventLoops loops = EventLoops.start(Io.NIO, 1);
		this.eventLoops.add(loops);
		return loops;
	}

	public <T extends AbstractConnectionFactory> T configured(String name, T factory) {
		LengthHeaderSerializer codec = new LengthHeaderSerializer(1024 * 1024);
		factory.setSerializer(codec);
		factory.setDeserializer(codec);
		return bean(name, factory);
	}

	public void publish(Object event) {
		this.context.publishEvent(event);
	}

	public List<IpIntegrationEvent> events() {
		return this.events.published;
	}

	/**
	 * Returns the names of the events of a factory or one of its connections.
	 * @param source whatever the event's source has in its text
	 * @return the simple class names in the order of publication
	 */
	public List<String> eventsOf(String source) {
		return this.events.published.stream()
			.filter((event) -> event.toString().contains(source))
			.map((event) -> event.getClass().getSimpleName())
			.toList();
	}

	public List<String> eventThreads() {
		return this.events.threads;
	}

	@Override
	public void close() {
		this.context.close();
		this.eventLoops.forEach(EventLoops::close);
	}

	/**
	 * Kinds of connection factories.
	 */
	public enum Kind {

		NETTY, NETTY_NIO, NET, NIO;

		public boolean isNetty() {
			return this == NETTY || this == NETTY_NIO;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Integration {

	}

	static class Events {

		private final List<IpIntegrationEvent> published = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		@EventListener
		void published(ApplicationEvent event) {
			if (event instanceof IpIntegrationEvent ipEvent) {
				this.published.add(ipEvent);
				this.threads.add(Thread.currentThread().getName());
			}
		}

	}

}
