package io.netasync.channel;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.transport.ClientProxy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Options of a client that is made at run time, by the names of the properties
 * {@code netasync.client.<name>.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ClientBuilder extends ConnectionBuilder<ClientBuilder> {

	private final String name;

	private List<Endpoint> endpoints;

	private Duration connectTimeout;

	private Duration closeTimeout;

	private FailoverPolicy failover;

	private ReconnectPolicy reconnect;

	private @Nullable ClientProxy proxy;

	ClientBuilder(ClientSpec from, Surroundings surroundings) {
		super(from.connection(), surroundings);
		this.name = from.name();
		this.endpoints = from.endpoints();
		this.connectTimeout = from.connectTimeout();
		this.closeTimeout = from.closeTimeout();
		this.failover = from.failover();
		this.reconnect = from.reconnect();
		this.proxy = from.proxy();
	}

	/**
	 * Sets the addresses of the server.
	 * @param value each as {@code host:port}, as {@code unix:} and the path of a Unix
	 * socket, or as {@code ipc:} and an id; the preferred one first
	 * @return this
	 * @throws IllegalArgumentException if one is not an address; the message says what to
	 * write instead
	 */
	public ClientBuilder addresses(String... value) {
		return addresses(Stream.of(value).map(this.surroundings.ipc()::parse).toList());
	}

	/**
	 * Sets the addresses of the server.
	 * @param value the addresses, the preferred one first
	 * @return this
	 */
	public ClientBuilder addresses(List<Endpoint> value) {
		this.endpoints = List.copyOf(value);
		return this;
	}

	/**
	 * Sets how long connecting to one address may take.
	 * @param value the longest time
	 * @return this
	 */
	public ClientBuilder connectTimeout(Duration value) {
		this.connectTimeout = value;
		return this;
	}

	/**
	 * Sets how long closing waits for what is still to be sent.
	 * @param value the longest time
	 * @return this
	 */
	public ClientBuilder closeTimeout(Duration value) {
		this.closeTimeout = value;
		return this;
	}

	/**
	 * Sets which address is tried next.
	 * @param options sets it
	 * @return this
	 */
	public ClientBuilder failover(Consumer<FailoverBuilder> options) {
		FailoverBuilder builder = new FailoverBuilder(this.failover);
		options.accept(builder);
		this.failover = valid("failover", builder::build);
		return this;
	}

	/**
	 * Sets when the client tries again.
	 * @param options sets it
	 * @return this
	 */
	public ClientBuilder reconnect(Consumer<ReconnectBuilder> options) {
		ReconnectBuilder builder = new ReconnectBuilder(this.reconnect);
		options.accept(builder);
		this.reconnect = valid("reconnect", builder::build);
		return this;
	}

	/**
	 * Sets the proxy to connect through.
	 * @param options sets it
	 * @return this
	 */
	public ClientBuilder proxy(Consumer<ProxyBuilder> options) {
		ProxyBuilder builder = new ProxyBuilder(this.proxy);
		options.accept(builder);
		this.proxy = valid("proxy", builder::build);
		return this;
	}

	@Override
	ClientBuilder self() {
		return this;
	}

	ClientSpec build() {
		Assert.notEmpty(this.endpoints, "'addresses' must not be empty: write addresses(\"localhost:7000\")");
		return new ClientSpec(this.name, this.endpoints, connection(), this.connectTimeout, this.reconnect,
				this.failover, this.closeTimeout, this.proxy);
	}

}
