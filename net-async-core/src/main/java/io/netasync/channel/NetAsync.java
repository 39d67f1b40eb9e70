package io.netasync.channel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.ClientOptions;
import io.netasync.client.ClientRuntime;
import io.netasync.client.NetAsyncClient;
import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.heartbeat.HeartbeatInterceptorFactory;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.request.RequestPolicy;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerOptions;
import io.netasync.server.ServerRuntime;
import io.netasync.transport.ConnectionMessageMapper;
import io.netasync.transport.ConnectionSettings;
import io.netasync.transport.DnsResolver;
import io.netasync.transport.EventLoops;
import io.netasync.transport.NettyTransport;
import io.netasync.transport.StockTransport;
import io.netasync.transport.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.scheduling.TaskScheduler;

/**
 * Makes clients and servers and knows those there are. What they share lives here: the
 * event loops, the control thread and the budget of connection attempts.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class NetAsync implements BeanFactoryAware, AutoCloseable {

	private final EventLoops eventLoops;

	private final DnsResolver resolver;

	private final AttemptBudget budget;

	private final ApplicationEventPublisher publisher;

	private final TaskScheduler scheduler;

	private final boolean virtualThreads;

	private final MemoryBudget memory;

	private final ScheduledExecutorService control = Workers.control();

	private final Map<String, NetAsyncClient> clients = new ConcurrentHashMap<>();

	private final Map<String, NetAsyncServer> servers = new ConcurrentHashMap<>();

	private final Map<String, Executor> executors = new ConcurrentHashMap<>();

	private @Nullable BeanFactory beanFactory;

	/**
	 * Creates it without any client or server.
	 * @param eventLoops the event loops; closed with this
	 * @param budget limits the connection attempts of all clients together
	 * @param publisher gets the events
	 * @param scheduler where Spring Integration publishes that a server listens
	 * @param virtualThreads whether handlers run on virtual threads; needs a JDK that has
	 * them
	 * @param memory bounds what all clients and servers keep in memory together
	 */
	public NetAsync(EventLoops eventLoops, AttemptBudget budget, ApplicationEventPublisher publisher,
			TaskScheduler scheduler, boolean virtualThreads, MemoryBudget memory) {
		this.eventLoops = eventLoops;
		this.resolver = new DnsResolver(eventLoops);
		this.budget = budget;
		this.publisher = publisher;
		this.scheduler = scheduler;
		this.virtualThreads = virtualThreads;
		this.memory = memory;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Makes a client, not yet started.
	 * @param spec how it is configured
	 * @param channels its channels
	 * @param interceptors wrap its connections outside of the heartbeats
	 * @return the client
	 */
	public NetAsyncClient client(ClientSpec spec, Channels channels,
			List<TcpConnectionInterceptorFactory> interceptors) {
		Executor executor = Workers.client(spec.name(), this.virtualThreads);
		ConnectionSpec connection = spec.connection();
		ConnectionSettings settings = settings(spec.name(), connection, executor, interceptors);
		ClientOptions options = new ClientOptions(spec.name(), spec.endpoints(), connection.outbox(), spec.reconnect(),
				spec.failover(), !connection.heartbeat().interval().isZero(), requests(connection),
				spec.closeTimeout());
		ClientRuntime runtime = new ClientRuntime(this.control, executor, System::nanoTime,
				RandomGenerator.getDefault(), this.budget, this.memory, this.resolver::resolve);
		NetAsyncClient client = NetAsyncClient.create(options, runtime,
				transport(connection.kind()).connector(settings, spec.connectTimeout()),
				new ChannelListener(spec.name(), channels, connection.statusInInbound(), this.publisher));
		channels.outbound().subscribe(OutboundHandler.of(client));
		if (channels.request() != null) {
			channels.request().subscribe(RequestHandler.of(client, this.beanFactory));
		}
		this.executors.put(spec.name(), executor);
		this.clients.put(spec.name(), client);
		keepAlive();
		return client;
	}

	/**
	 * Makes a server, not yet started.
	 * @param spec how it is configured
	 * @param channels its channels
	 * @param interceptors wrap its connections outside of the heartbeats
	 * @return the server
	 */
	public NetAsyncServer server(ServerSpec spec, Channels channels,
			List<TcpConnectionInterceptorFactory> interceptors) {
		ConnectionSpec connection = spec.connection();
		Executor executor = (connection.kind() == Kind.NETTY)
				? Workers.server(spec.name(), this.virtualThreads, spec.workerThreads())
				: Workers.stockServer(spec.name(), this.virtualThreads);
		ConnectionSettings settings = settings(spec.name(), connection, executor, interceptors);
		ServerOptions options = new ServerOptions(spec.name(), connection.outbox(), requests(connection),
				spec.maxConnections(), spec.drainTimeout());
		NetAsyncServer server = NetAsyncServer.create(options,
				transport(connection.kind()).acceptor(settings, spec.address(), spec.port()),
				new ServerRuntime(this.control, executor, System::nanoTime, this.memory),
				new ChannelListener(spec.name(), channels, connection.statusInInbound(), this.publisher));
		channels.outbound().subscribe(OutboundHandler.of(server));
		if (channels.request() != null) {
			channels.request().subscribe(RequestHandler.of(server, this.beanFactory));
		}
		this.executors.put(spec.name(), executor);
		this.servers.put(spec.name(), server);
		keepAlive();
		return server;
	}

	private static RequestPolicy requests(ConnectionSpec spec) {
		return (spec.kind() == Kind.NIO) ? spec.requests().withoutOrder() : spec.requests();
	}

	private void keepAlive() {
		this.control.execute(() -> {
		});
	}

	private ConnectionSettings settings(String name, ConnectionSpec spec, Executor executor,
			List<TcpConnectionInterceptorFactory> interceptors) {
		TcpConnectionInterceptorFactoryChain chain = new TcpConnectionInterceptorFactoryChain();
		HeartbeatInterceptorFactory heartbeats = new HeartbeatInterceptorFactory(spec.heartbeat(),
				LengthHeaderSerializer.HEARTBEAT, this.control, executor, this.publisher);
		chain.setInterceptors(concat(heartbeats, interceptors));
		return new ConnectionSettings(name, spec.codec(),
				new ConnectionMessageMapper(Map.of(NetAsyncHeaders.NAME, name)), chain, this.publisher, spec.tls(),
				executor, this.scheduler, spec.dispatch() == Dispatch.EVENT_LOOP, spec.receiveBounds(), this.memory);
	}

	private static TcpConnectionInterceptorFactory[] concat(TcpConnectionInterceptorFactory first,
			List<TcpConnectionInterceptorFactory> others) {
		return Stream.concat(Stream.of(first), others.stream()).toArray(TcpConnectionInterceptorFactory[]::new);
	}

	private Transport transport(Kind kind) {
		return (kind == Kind.NETTY) ? new NettyTransport(this.eventLoops) : new StockTransport(kind == Kind.NIO);
	}

	/**
	 * Finds a client.
	 * @param name its name
	 * @return the client
	 */
	public Optional<NetAsyncClient> client(String name) {
		return Optional.ofNullable(this.clients.get(name));
	}

	/**
	 * Finds a server.
	 * @param name its name
	 * @return the server
	 */
	public Optional<NetAsyncServer> server(String name) {
		return Optional.ofNullable(this.servers.get(name));
	}

	/**
	 * Returns all clients.
	 * @return the clients
	 */
	public Collection<NetAsyncClient> clients() {
		return List.copyOf(this.clients.values());
	}

	/**
	 * Returns all servers.
	 * @return the servers
	 */
	public Collection<NetAsyncServer> servers() {
		return List.copyOf(this.servers.values());
	}

	/**
	 * Closes all clients and servers and ends all threads.
	 */
	@Override
	public void close() {
		this.clients.values().forEach(NetAsyncClient::close);
		this.servers.values().forEach(NetAsyncServer::close);
		this.executors.values().forEach(Workers::stop);
		this.control.shutdownNow();
		this.resolver.close();
		this.eventLoops.close();
	}

}
