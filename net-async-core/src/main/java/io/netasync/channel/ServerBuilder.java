package io.netasync.channel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.netasync.event.Endpoint;
import io.netasync.server.ServerLimits;
import io.netasync.transport.ProxyProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Options of a server that is made at run time, by the names of the properties
 * {@code netasync.server.<name>.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ServerBuilder extends ConnectionBuilder<ServerBuilder> {

	private final String name;

	private @Nullable String address;

	private @Nullable Integer port;

	private ServerLimits limits;

	private Duration drainTimeout;

	private int workerThreads;

	private String socketPermissions;

	private ProxyProtocol proxyProtocol;

	ServerBuilder(ServerSpec from, Surroundings surroundings) {
		super(from.connection(), surroundings);
		this.name = from.name();
		this.address = from.address();
		this.limits = from.limits();
		this.drainTimeout = from.drainTimeout();
		this.workerThreads = from.workerThreads();
		this.socketPermissions = from.socketPermissions();
		this.proxyProtocol = from.proxyProtocol();
	}

	/**
	 * Sets the local address to listen on.
	 * @param value the address, {@code null} for all; or {@code unix:} and the path of a
	 * Unix socket, or {@code ipc:} and an id, and then no port
	 * @return this
	 * @throws IllegalArgumentException if there can't be such a Unix socket; the message
	 * says what to write instead
	 */
	public ServerBuilder address(@Nullable String value) {
		this.address = (value != null) ? this.surroundings.ipc().local(value) : null;
		return this;
	}

	/**
	 * Sets who may use the file of a Unix socket.
	 * @param value the permissions as {@code ls} shows them, such as {@code rw-rw----};
	 * who may write may connect
	 * @return this
	 */
	public ServerBuilder socketPermissions(String value) {
		this.socketPermissions = value;
		return this;
	}

	/**
	 * Sets the port to listen on.
	 * @param value the port, 0 for any free one
	 * @return this
	 */
	public ServerBuilder port(int value) {
		this.port = value;
		return this;
	}

	/**
	 * Sets an option of the socket to listen on; others stay.
	 * @param name its name in Netty, such as {@code SO_BACKLOG}
	 * @param value its value
	 * @return this
	 */
	public ServerBuilder listenOption(String name, Object value) {
		return listenOptions(Map.of(name, String.valueOf(value)));
	}

	/**
	 * Sets options of the socket to listen on; others stay.
	 * @param values their values by their names in Netty
	 * @return this
	 */
	public ServerBuilder listenOptions(Map<String, String> values) {
		return sockets((before) -> before.listenOptions(values));
	}

	/**
	 * Sets how many connections are accepted at a time.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder maxConnections(int value) {
		this.limits = this.limits.maxConnections(value);
		return this;
	}

	/**
	 * Sets how many connections are accepted at a time from one address, 0 for no limit.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder maxConnectionsPerAddress(int value) {
		this.limits = this.limits.maxConnectionsPerAddress(value);
		return this;
	}

	/**
	 * Sets how many connections are accepted in a second, 0 for no limit.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder acceptRate(int value) {
		this.limits = this.limits.acceptRate(value);
		return this;
	}

	/**
	 * Sets the subnets that connections may come from, empty for all.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder allow(List<String> value) {
		this.limits = this.limits.allow(value);
		return this;
	}

	/**
	 * Sets the subnets that connections may not come from.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder deny(List<String> value) {
		this.limits = this.limits.deny(value);
		return this;
	}

	/**
	 * Sets how long the first frame may take, zero for no limit.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder firstFrameTimeout(Duration value) {
		this.limits = this.limits.firstFrameTimeout(value);
		return this;
	}

	/**
	 * Sets how long any frame may take from its first byte to its last, zero for no
	 * limit.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder frameTimeout(Duration value) {
		this.limits = this.limits.frameTimeout(value);
		return this;
	}

	/**
	 * Sets how long there may be no message either way, zero for no limit.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder idleTimeout(Duration value) {
		this.limits = this.limits.idleTimeout(value);
		return this;
	}

	/**
	 * Sets at what age connections are closed in good order, zero for never.
	 * @param value the value
	 * @return this
	 */
	public ServerBuilder maxAge(Duration value) {
		this.limits = this.limits.maxAge(value);
		return this;
	}

	/**
	 * Sets what happens to a connection whose peer takes what is sent too slowly.
	 * @param options sets it
	 * @return this
	 */
	public ServerBuilder slowConsumer(Consumer<SlowConsumerBuilder> options) {
		SlowConsumerBuilder builder = new SlowConsumerBuilder(this.limits.slowConsumer());
		options.accept(builder);
		this.limits = this.limits.slowConsumer(valid("slow-consumer", builder::build));
		return this;
	}

	/**
	 * Sets how long closing waits for answers and for what is still to be sent.
	 * @param value the longest time
	 * @return this
	 */
	public ServerBuilder drainTimeout(Duration value) {
		this.drainTimeout = value;
		return this;
	}

	/**
	 * Sets how many handlers may run at a time, unless threads are virtual.
	 * @param value the number
	 * @return this
	 */
	public ServerBuilder workerThreads(int value) {
		this.workerThreads = value;
		return this;
	}

	/**
	 * Sets which proxies are believed who the peer is.
	 * @param options sets it
	 * @return this
	 */
	public ServerBuilder proxyProtocol(Consumer<ProxyProtocolBuilder> options) {
		ProxyProtocolBuilder builder = new ProxyProtocolBuilder(this.proxyProtocol);
		options.accept(builder);
		this.proxyProtocol = builder.build();
		return this;
	}

	@Override
	ServerBuilder self() {
		return this;
	}

	ServerSpec build() {
		boolean unix = this.address != null && Endpoint.isUnix(this.address);
		Integer chosen = this.port;
		if (unix) {
			Assert.isTrue(chosen == null, "'port' must be left out with a Unix socket in 'address'");
			chosen = 0;
		}
		Assert.isTrue(chosen != null, "'port' must be set: write port(7000), or port(0) for any free one");
		return new ServerSpec(this.name, this.address, chosen, connection(), this.limits, this.drainTimeout,
				this.workerThreads, this.socketPermissions, this.proxyProtocol);
	}

}
