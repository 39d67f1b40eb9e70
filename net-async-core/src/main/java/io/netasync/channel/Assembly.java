package io.netasync.channel;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.netasync.buffer.SendRefusedException;
import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.ClientOptions;
import io.netasync.client.ClientRuntime;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.DisconnectReason;
import io.netasync.frame.FrameFormat;
import io.netasync.heartbeat.HeartbeatInterceptorFactory;
import io.netasync.mailbox.InboxOptions;
import io.netasync.mailbox.ScheduledTimer;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerOptions;
import io.netasync.server.ServerRuntime;
import io.netasync.transport.ClientProxy;
import io.netasync.transport.ConnectionMessageMapper;
import io.netasync.transport.ConnectionSettings;
import io.netasync.transport.Connector;
import io.netasync.transport.DnsResolver;
import io.netasync.transport.NettyTransport;
import io.netasync.transport.ProxyProtocol;
import io.netasync.transport.RateSetting;
import io.netasync.transport.StockTransport;
import io.netasync.transport.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;

/**
 * Puts clients and servers together out of their specifications and what all of them
 * share. Each has an executor of its own, which ends with it.
 *
 * @param resources what all of them share
 * @param resolver finds the addresses of hosts
 * @param control the control thread
 * @author net-async
 */
record Assembly(NetAsyncResources resources, DnsResolver resolver, ScheduledExecutorService control) {

	NetAsyncClient client(ClientSpec spec, Channels channels, List<TcpConnectionInterceptorFactory> interceptors,
			Runnable whenClosed) {
		Executor executor = Workers.client(spec.name(), this.resources.virtualThreads());
		ConnectionSpec connection = spec.connection();
		ConnectionSettings settings = settings(spec.name(), connection, executor, interceptors, ProxyProtocol.off(),
				spec.proxy());
		FrameFormat frames = settings.frames();
		ClientOptions options = new ClientOptions(spec.name(), spec.endpoints(), connection.outbox(settings),
				spec.reconnect(), spec.failover(), !connection.effectiveHeartbeat(frames).interval().isZero(),
				connection.effectiveRequests(), spec.closeTimeout());
		ClientRuntime runtime = new ClientRuntime(this.control, executor, System::nanoTime,
				RandomGenerator.getDefault(), this.resources.budget(), this.resources.memory(), this.resolver::resolve);
		Connector connector = new ReleasingConnector(
				transport(connection.kind()).connector(settings, spec.connectTimeout()), release(executor, whenClosed));
		AtomicReference<NetAsyncClient> made = new AtomicReference<>();
		Consumer<SendRefusedException> onOverflow = (cause) -> Objects.requireNonNull(made.get())
			.reconnect(DisconnectReason.OVERLOADED);
		ChannelRecipients recipients = new ChannelRecipients(this.resources.publisher(), inbox(spec.name(), connection),
				executor, connection.statusInInbound());
		NetAsyncClient client = NetAsyncClient.create(options, runtime, connector,
				recipients.create(channels, connector.dispatcher(), onOverflow));
		made.set(client);
		OutboundHandler.of(client).subscribeTo(channels.outbound());
		return client;
	}

	NetAsyncServer server(ServerSpec spec, Channels channels, List<TcpConnectionInterceptorFactory> interceptors,
			Runnable whenClosed) {
		ConnectionSpec connection = spec.connection();
		Executor executor = (connection.kind() == Kind.NETTY)
				? Workers.server(spec.name(), this.resources.virtualThreads(), spec.workerThreads())
				: Workers.stockServer(spec.name(), this.resources.virtualThreads());
		ConnectionSettings settings = settings(spec.name(), connection, executor, interceptors, spec.proxyProtocol(),
				null);
		ServerOptions options = new ServerOptions(spec.name(), connection.outbox(settings),
				connection.effectiveRequests(), spec.limits(), spec.drainTimeout());
		NetAsyncServer server = NetAsyncServer.create(options,
				transport(connection.kind()).acceptor(settings, spec.listenAddress()),
				new ServerRuntime(this.control, executor, System::nanoTime, this.resources.memory()),
				new ServerChannelListener(spec.name(), channels, connection.statusInInbound(),
						this.resources.publisher(), new InboxFactory(inbox(spec.name(), connection), executor)),
				release(executor, whenClosed));
		OutboundHandler.of(server).subscribeTo(channels.outbound());
		return server;
	}

	private InboxOptions inbox(String name, ConnectionSpec spec) {
		return new InboxOptions(name, spec.receiveBuffer(), spec.conflationKey(), this.resources.memory(),
				new ScheduledTimer(this.control, System::nanoTime));
	}

	private static Once release(Executor executor, Runnable whenClosed) {
		return new Once(() -> {
			Workers.stop(executor);
			whenClosed.run();
		});
	}

	private ConnectionSettings settings(String name, ConnectionSpec spec, Executor executor,
			List<TcpConnectionInterceptorFactory> interceptors, ProxyProtocol proxyProtocol,
			@Nullable ClientProxy proxy) {
		TcpConnectionInterceptorFactoryChain chain = new TcpConnectionInterceptorFactoryChain();
		FrameFormat frames = spec.wire().frame().frames(spec.wire().probe());
		StartUpNotes.log(name, spec, frames);
		HeartbeatInterceptorFactory heartbeats = new HeartbeatInterceptorFactory(spec.effectiveHeartbeat(frames),
				frames, this.control, executor, this.resources.publisher());
		chain.setInterceptors(concat(heartbeats, interceptors));
		return new ConnectionSettings(name, frames, spec.wire().payloads(),
				new ConnectionMessageMapper(Map.of(NetAsyncHeaders.NAME, name)), chain, this.resources.publisher(),
				spec.tls(), executor, this.resources.scheduler(), spec.dispatch() == Dispatch.EVENT_LOOP,
				spec.receiveBounds(), this.resources.memory(), new RateSetting(spec.rateLimit()),
				spec.effectiveSockets(frames), proxyProtocol, proxy);
	}

	private static TcpConnectionInterceptorFactory[] concat(TcpConnectionInterceptorFactory first,
			List<TcpConnectionInterceptorFactory> others) {
		return Stream.concat(Stream.of(first), others.stream()).toArray(TcpConnectionInterceptorFactory[]::new);
	}

	private Transport transport(Kind kind) {
		return (kind == Kind.NETTY) ? new NettyTransport(this.resources.eventLoops())
				: new StockTransport(kind == Kind.NIO);
	}

}
