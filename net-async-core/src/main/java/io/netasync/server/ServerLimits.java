package io.netasync.server;

import java.time.Duration;
import java.util.List;

import io.netasync.transport.Subnet;

import org.springframework.util.Assert;

/**
 * Whom a server admits, and what its connections may do. The methods are named like the
 * properties; those with a parameter return a copy.
 *
 * @param maxConnections how many connections there may be, those that are still in the
 * TLS handshake included
 * @param maxConnectionsPerAddress how many of them may come from one address, or from one
 * IPv6 network of 64 bits; 0 for no limit
 * @param acceptRate how many connections are accepted in a second, 0 for no limit
 * @param allow where connections may come from, empty for everywhere
 * @param deny where they may not come from, whatever is allowed
 * @param firstFrameTimeout how long a peer may take for its first frame, zero for no
 * limit
 * @param frameTimeout how long it may take for any frame from the first byte to the last,
 * zero for no limit
 * @param idleTimeout how long a connection may be without a message either way, zero for
 * no limit; heartbeats don't count
 * @param maxAge how old it may get, zero for no limit; it then is closed when what waits
 * is written
 * @param slowConsumer what is done when a peer takes what is sent too slowly
 * @author net-async
 * @since 0.1.0
 */
public record ServerLimits(int maxConnections, int maxConnectionsPerAddress, int acceptRate, List<Subnet> allow,
		List<Subnet> deny, Duration firstFrameTimeout, Duration frameTimeout, Duration idleTimeout, Duration maxAge,
		SlowConsumer slowConsumer) {

	private static final int DEFAULT_CONNECTIONS = 10_000;

	private static final Duration DEFAULT_FRAME_TIMEOUT = Duration.ofSeconds(30);

	public ServerLimits {
		Assert.isTrue(maxConnections > 0, "'max-connections' must be greater than 0");
		Assert.isTrue(maxConnectionsPerAddress >= 0, "'max-connections-per-address' must not be negative");
		Assert.isTrue(acceptRate >= 0, "'accept-rate' must not be negative");
		Assert.isTrue(!firstFrameTimeout.isNegative(), "'first-frame-timeout' must not be negative");
		Assert.isTrue(!frameTimeout.isNegative(), "'frame-timeout' must not be negative");
		Assert.isTrue(!idleTimeout.isNegative(), "'idle-timeout' must not be negative");
		Assert.isTrue(!maxAge.isNegative(), "'max-age' must not be negative");
		allow = List.copyOf(allow);
		deny = List.copyOf(deny);
	}

	/**
	 * Returns the defaults: 10,000 connections from anywhere, 30 s for a frame, an event
	 * for a slow consumer, and no other limit.
	 * @return the limits
	 */
	public static ServerLimits defaults() {
		return new ServerLimits(DEFAULT_CONNECTIONS, 0, 0, List.of(), List.of(), Duration.ZERO, DEFAULT_FRAME_TIMEOUT,
				Duration.ZERO, Duration.ZERO, SlowConsumer.defaults());
	}

	/**
	 * Returns these limits with another number of connections.
	 * @param value how many connections there may be
	 * @return the copy
	 */
	public ServerLimits maxConnections(int value) {
		return new ServerLimits(value, this.maxConnectionsPerAddress, this.acceptRate, this.allow, this.deny,
				this.firstFrameTimeout, this.frameTimeout, this.idleTimeout, this.maxAge, this.slowConsumer);
	}

	/**
	 * Returns these limits with another number of connections from one address.
	 * @param value how many may come from one address, 0 for no limit
	 * @return the copy
	 */
	public ServerLimits maxConnectionsPerAddress(int value) {
		return new ServerLimits(this.maxConnections, value, this.acceptRate, this.allow, this.deny,
				this.firstFrameTimeout, this.frameTimeout, this.idleTimeout, this.maxAge, this.slowConsumer);
	}

	/**
	 * Returns these limits with another rate of new connections.
	 * @param value how many connections are accepted in a second, 0 for no limit
	 * @return the copy
	 */
	public ServerLimits acceptRate(int value) {
		return new ServerLimits(this.maxConnections, this.maxConnectionsPerAddress, value, this.allow, this.deny,
				this.firstFrameTimeout, this.frameTimeout, this.idleTimeout, this.maxAge, this.slowConsumer);
	}

	/**
	 * Returns these limits with other subnets that connections may come from.
	 * @param subnets as {@link Subnet#parse(String)} reads them
	 * @return the copy
	 */
	public ServerLimits allow(List<String> subnets) {
		return new ServerLimits(this.maxConnections, this.maxConnectionsPerAddress, this.acceptRate, subnets(subnets),
				this.deny, this.firstFrameTimeout, this.frameTimeout, this.idleTimeout, this.maxAge, this.slowConsumer);
	}

	/**
	 * Returns these limits with other subnets that connections may not come from.
	 * @param subnets as {@link Subnet#parse(String)} reads them
	 * @return the copy
	 */
	public ServerLimits deny(List<String> subnets) {
		return new ServerLimits(this.maxConnections, this.maxConnectionsPerAddress, this.acceptRate, this.allow,
				subnets(subnets), this.firstFrameTimeout, this.frameTimeout, this.idleTimeout, this.maxAge,
				this.slowConsumer);
	}

	/**
	 * Returns these limits with another time for the first frame.
	 * @param value how long the first frame may take, zero for no limit
	 * @return the copy
	 */
	public ServerLimits firstFrameTimeout(Duration value) {
		return new ServerLimits(this.maxConnections, this.maxConnectionsPerAddress, this.acceptRate, this.allow,
				this.deny, value, this.frameTimeout, this.idleTimeout, this.maxAge, this.slowConsumer);
	}

	/**
	 * Returns these limits with another time for any frame.
	 * @param value how long any frame may take, zero for no limit
	 * @return the copy
	 */
	public ServerLimits frameTimeout(Duration value) {
		return new ServerLimits(this.maxConnections, this.maxConnectionsPerAddress, this.acceptRate, this.allow,
				this.deny, this.firstFrameTimeout, value, this.idleTimeout, this.maxAge, this.slowConsumer);
	}

	/**
	 * Returns these limits with another time without messages.
	 * @param value how long there may be no message, zero for no limit
	 * @return the copy
	 */
	public ServerLimits idleTimeout(Duration value) {
		return new ServerLimits(this.maxConnections, this.maxConnectionsPerAddress, this.acceptRate, this.allow,
				this.deny, this.firstFrameTimeout, this.frameTimeout, value, this.maxAge, this.slowConsumer);
	}

	/**
	 * Returns these limits with another age.
	 * @param value how old a connection may get, zero for no limit
	 * @return the copy
	 */
	public ServerLimits maxAge(Duration value) {
		return new ServerLimits(this.maxConnections, this.maxConnectionsPerAddress, this.acceptRate, this.allow,
				this.deny, this.firstFrameTimeout, this.frameTimeout, this.idleTimeout, value, this.slowConsumer);
	}

	/**
	 * Returns these limits with something else done about slow peers.
	 * @param value what is done when a peer is slow
	 * @return the copy
	 */
	public ServerLimits slowConsumer(SlowConsumer value) {
		return new ServerLimits(this.maxConnections, this.maxConnectionsPerAddress, this.acceptRate, this.allow,
				this.deny, this.firstFrameTimeout, this.frameTimeout, this.idleTimeout, this.maxAge, value);
	}

	private static List<Subnet> subnets(List<String> texts) {
		return texts.stream().map(Subnet::parse).toList();
	}

}
