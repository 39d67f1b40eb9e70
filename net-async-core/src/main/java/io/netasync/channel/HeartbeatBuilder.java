package io.netasync.channel;

import java.time.Duration;

import io.netasync.heartbeat.HeartbeatPolicy;

/**
 * When heartbeats are sent and when a peer is dead: the properties {@code heartbeat.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class HeartbeatBuilder {

	private Duration interval;

	private Duration timeout;

	private Duration writeStallTimeout;

	HeartbeatBuilder(HeartbeatPolicy from) {
		this.interval = from.interval();
		this.timeout = from.timeout();
		this.writeStallTimeout = from.writeStallTimeout();
	}

	/**
	 * Sets the time without a write after which a heartbeat is sent, zero for no
	 * heartbeats.
	 * @param value the value
	 * @return this
	 */
	public HeartbeatBuilder interval(Duration value) {
		this.interval = value;
		return this;
	}

	/**
	 * Sets the silence after which a peer is dead.
	 * @param value the value
	 * @return this
	 */
	public HeartbeatBuilder timeout(Duration value) {
		this.timeout = value;
		return this;
	}

	/**
	 * Sets the time without progress in writing after which a peer is dead, zero for no
	 * limit.
	 * @param value the value
	 * @return this
	 */
	public HeartbeatBuilder writeStallTimeout(Duration value) {
		this.writeStallTimeout = value;
		return this;
	}

	HeartbeatPolicy build() {
		return new HeartbeatPolicy(this.interval, this.timeout, this.writeStallTimeout);
	}

}
