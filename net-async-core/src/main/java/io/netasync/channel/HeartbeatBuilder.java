package io.netasync.channel;

import java.time.Duration;

import io.netasync.heartbeat.HeartbeatPolicy;
import org.jspecify.annotations.Nullable;

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

	private @Nullable String probe;

	HeartbeatBuilder(HeartbeatPolicy from, @Nullable String probe) {
		this.interval = from.interval();
		this.timeout = from.timeout();
		this.writeStallTimeout = from.writeStallTimeout();
		this.probe = probe;
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

	/**
	 * Sets what is sent as a heartbeat in a format that has none of its own, and not
	 * delivered when it is received: a text, for node-ipc the type of a message.
	 * @param value the value, {@code null} for no heartbeats in such a format
	 * @return this
	 */
	public HeartbeatBuilder probe(@Nullable String value) {
		this.probe = value;
		return this;
	}

	@Nullable String probe() {
		return this.probe;
	}

	HeartbeatPolicy build() {
		return new HeartbeatPolicy(this.interval, this.timeout, this.writeStallTimeout);
	}

}
