package io.netasync.channel;

import java.time.Duration;

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

	private int maxConnections;

	private Duration drainTimeout;

	private int workerThreads;

	ServerBuilder(ServerSpec from, Surroundings surroundings) {
		super(from.connection(), surroundings);
		this.name = from.name();
		this.address = from.address();
		this.maxConnections = from.maxConnections();
		this.drainTimeout = from.drainTimeout();
		this.workerThreads = from.workerThreads();
	}

	/**
	 * Sets the local address to listen on.
	 * @param value the address, {@code null} for all
	 * @return this
	 */
	public ServerBuilder address(@Nullable String value) {
		this.address = value;
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
	 * Sets how many connections are accepted at a time.
	 * @param value the number
	 * @return this
	 */
	public ServerBuilder maxConnections(int value) {
		this.maxConnections = value;
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

	@Override
	ServerBuilder self() {
		return this;
	}

	ServerSpec build() {
		Integer chosen = this.port;
		Assert.isTrue(chosen != null, "'port' must be set: write port(7000), or port(0) for any free one");
		return new ServerSpec(this.name, this.address, chosen, connection(), this.maxConnections, this.drainTimeout,
				this.workerThreads);
	}

}
