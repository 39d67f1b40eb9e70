package io.netasync.channel;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.DnsResolver;
import io.netasync.transport.EventLoops;

import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.util.Assert;

/**
 * Makes clients and servers and knows those there are. What they share lives here: the
 * event loops, the control thread and the budget of connection attempts.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class NetAsync implements AutoCloseable {

	private final EventLoops eventLoops;

	private final DnsResolver resolver;

	private final ScheduledExecutorService control = Workers.control();

	private final Assembly assembly;

	private final Members members = new Members();

	private final Surroundings surroundings;

	private volatile boolean closed;

	/**
	 * Creates it without any client or server.
	 * @param resources what they will share
	 */
	public NetAsync(NetAsyncResources resources) {
		this(resources, new Surroundings() {
		});
	}

	/**
	 * Creates it without any client or server, for those that are made at run time to fit
	 * into an application.
	 * @param resources what they will share
	 * @param surroundings the application
	 */
	public NetAsync(NetAsyncResources resources, Surroundings surroundings) {
		this.eventLoops = resources.eventLoops();
		this.resolver = new DnsResolver(this.eventLoops);
		this.assembly = new Assembly(resources, this.resolver, this.control);
		this.surroundings = surroundings;
	}

	/**
	 * Makes a client at run time and starts it. Its channels are in
	 * {@link #channels(String)} until it is closed, by {@link #close(String)} or by
	 * itself.
	 * @param name its name, which no other client or server has
	 * @param options sets how it is configured, over the shared defaults
	 * @return the client, which connects or is about to
	 * @throws IllegalArgumentException if an option can't be
	 * @throws IllegalStateException if the name is taken
	 */
	public NetAsyncClient connect(String name, Consumer<ClientBuilder> options) {
		this.members.reserve(name);
		return unless(name, () -> {
			ClientBuilder builder = new ClientBuilder(this.surroundings.client(name), this.surroundings);
			options.accept(builder);
			ClientSpec spec = this.surroundings.customize(builder.build());
			Channels channels = this.surroundings.channels(name, spec.connection().inboundChannel());
			builder.subscriptions().accept(channels);
			NetAsyncClient client = add(spec, channels, this.surroundings.interceptors());
			client.start();
			return client;
		});
	}

	/**
	 * Makes a server at run time and starts it. Its channels are in
	 * {@link #channels(String)} until it is closed, by {@link #close(String)} or by
	 * itself.
	 * @param name its name, which no other client or server has
	 * @param options sets how it is configured, over the shared defaults
	 * @return the server, which accepts connections
	 * @throws IllegalArgumentException if an option can't be
	 * @throws IllegalStateException if the name is taken
	 * @throws io.netasync.transport.BindFailedException if the address can't be bound
	 */
	public NetAsyncServer accept(String name, Consumer<ServerBuilder> options) {
		this.members.reserve(name);
		return unless(name, () -> {
			ServerBuilder builder = new ServerBuilder(this.surroundings.server(name), this.surroundings);
			options.accept(builder);
			ServerSpec spec = this.surroundings.customize(builder.build());
			Channels channels = this.surroundings.channels(name, spec.connection().inboundChannel());
			builder.subscriptions().accept(channels);
			NetAsyncServer server = add(spec, channels, this.surroundings.interceptors());
			server.start();
			return server;
		});
	}

	/**
	 * Makes a client, not yet started, of a specification and with channels of its own.
	 * @param spec how it is configured
	 * @param channels its channels
	 * @param interceptors wrap its connections outside of the heartbeats
	 * @return the client
	 * @throws IllegalStateException if the name is taken
	 */
	public NetAsyncClient client(ClientSpec spec, Channels channels,
			List<TcpConnectionInterceptorFactory> interceptors) {
		this.members.reserve(spec.name());
		return unless(spec.name(), () -> add(spec, channels, interceptors));
	}

	/**
	 * Makes a server, not yet started, of a specification and with channels of its own.
	 * @param spec how it is configured
	 * @param channels its channels
	 * @param interceptors wrap its connections outside of the heartbeats
	 * @return the server
	 * @throws IllegalStateException if the name is taken
	 */
	public NetAsyncServer server(ServerSpec spec, Channels channels,
			List<TcpConnectionInterceptorFactory> interceptors) {
		this.members.reserve(spec.name());
		return unless(spec.name(), () -> add(spec, channels, interceptors));
	}

	/**
	 * Makes something else that has channels and a name of its own, such as a ZeroMQ
	 * socket.
	 * @param name its name, which no other has
	 * @param channels makes its channels, once the name is taken
	 * @param maker makes it
	 * @param <T> its type
	 * @return what was made
	 * @throws IllegalStateException if the name is taken
	 */
	public <T extends AutoCloseable> T open(String name, Supplier<Channels> channels, Maker<T> maker) {
		this.members.reserve(name);
		return unless(name, () -> {
			Channels own = channels.get();
			T made = maker.make(new Foundation(this.assembly.resources(), this.control), own, () -> release(name));
			this.members.add(name, new Member(made, own));
			keepAlive();
			return made;
		});
	}

	private <T> T unless(String name, Supplier<T> maker) {
		try {
			Assert.state(!this.closed, "'netAsync' is closed");
			return maker.get();
		}
		catch (RuntimeException ex) {
			this.members.find(name).ifPresentOrElse(Member::close, () -> release(name));
			throw ex;
		}
	}

	private NetAsyncClient add(ClientSpec spec, Channels channels, List<TcpConnectionInterceptorFactory> interceptors) {
		NetAsyncClient client = this.assembly.client(spec, channels, interceptors, () -> release(spec.name()));
		RequestGateway.of(client, this.surroundings.beanFactory()).subscribeTo(channels.request());
		this.members.add(spec.name(), new Member(client, channels));
		keepAlive();
		return client;
	}

	private NetAsyncServer add(ServerSpec spec, Channels channels, List<TcpConnectionInterceptorFactory> interceptors) {
		NetAsyncServer server = this.assembly.server(spec, channels, interceptors, () -> release(spec.name()));
		RequestGateway.of(server, this.surroundings.beanFactory()).subscribeTo(channels.request());
		this.members.add(spec.name(), new Member(server, channels));
		keepAlive();
		return server;
	}

	private void release(String name) {
		channels(name).map(Channels::inbound)
			.filter(InboundQueueChannel.class::isInstance)
			.map(InboundQueueChannel.class::cast)
			.ifPresent(InboundQueueChannel::settle);
		this.surroundings.release(name);
		this.members.remove(name);
	}

	private void keepAlive() {
		this.control.execute(() -> {
		});
	}

	/**
	 * Finds a client.
	 * @param name its name
	 * @return the client
	 */
	public Optional<NetAsyncClient> client(String name) {
		return find(name, NetAsyncClient.class);
	}

	/**
	 * Finds a server.
	 * @param name its name
	 * @return the server
	 */
	public Optional<NetAsyncServer> server(String name) {
		return find(name, NetAsyncServer.class);
	}

	/**
	 * Finds something by its name and type.
	 * @param name its name
	 * @param type its type
	 * @param <T> its type
	 * @return what is there of that type
	 */
	public <T> Optional<T> find(String name, Class<T> type) {
		return this.members.find(name, type);
	}

	/**
	 * Returns all that there is of a type.
	 * @param type the type
	 * @param <T> the type
	 * @return what is there
	 */
	public <T> List<T> all(Class<T> type) {
		return this.members.all(type);
	}

	/**
	 * Returns the application around.
	 * @return what is made at run time takes its channels from it
	 */
	public Surroundings surroundings() {
		return this.surroundings;
	}

	/**
	 * Finds the channels of a client or server.
	 * @param name its name
	 * @return the channels
	 */
	public Optional<Channels> channels(String name) {
		return this.members.find(name).map(Member::channels);
	}

	/**
	 * Returns all clients.
	 * @return the clients
	 */
	public Collection<NetAsyncClient> clients() {
		return all(NetAsyncClient.class);
	}

	/**
	 * Returns all servers.
	 * @return the servers
	 */
	public Collection<NetAsyncServer> servers() {
		return all(NetAsyncServer.class);
	}

	/**
	 * Adds a listener, which is told of those there are, too. It stays.
	 * @param listener hears which clients and servers there are
	 */
	public void addListener(MembershipListener listener) {
		this.members.addListener(listener);
	}

	/**
	 * Closes a client, a server or another, which need not be one made at run time. Its
	 * name is then free. Waits as {@link NetAsyncClient#close()} and
	 * {@link NetAsyncServer#close()} do.
	 * @param name its name
	 * @return {@code false} if there is none
	 */
	public boolean close(String name) {
		Optional<Member> member = this.members.find(name);
		member.ifPresent(Member::close);
		return member.isPresent();
	}

	/**
	 * Closes all clients and servers and ends all threads.
	 */
	@Override
	public void close() {
		this.closed = true;
		clients().forEach(NetAsyncClient::close);
		servers().forEach(NetAsyncServer::close);
		this.members.closeAll();
		this.control.shutdownNow();
		this.resolver.close();
		this.eventLoops.close();
	}

	/**
	 * Makes something that has channels.
	 *
	 * @param <T> its type
	 */
	@FunctionalInterface
	public interface Maker<T extends AutoCloseable> {

		/**
		 * Makes it.
		 * @param foundation what all share
		 * @param channels its channels
		 * @param whenClosed to be run as the last step of its {@code close}
		 * @return what was made
		 */
		T make(Foundation foundation, Channels channels, Runnable whenClosed);

	}

	/**
	 * What all share.
	 *
	 * @param resources the resources
	 * @param control the control thread; nothing on it blocks
	 */
	public record Foundation(NetAsyncResources resources, ScheduledExecutorService control) {
	}

}
