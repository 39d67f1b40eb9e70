package io.netasync.channel;

import java.time.Duration;

import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.FailoverPolicy.Strategy;

/**
 * Which address is tried next: the properties {@code failover.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class FailoverBuilder {

	private Strategy strategy;

	private Duration failbackAfter;

	FailoverBuilder(FailoverPolicy from) {
		this.strategy = from.strategy();
		this.failbackAfter = from.failbackAfter();
	}

	/**
	 * Sets the order in which the addresses are tried.
	 * @param value the value
	 * @return this
	 */
	public FailoverBuilder strategy(Strategy value) {
		this.strategy = value;
		return this;
	}

	/**
	 * Sets the time with another address after which the preferred one is tried again,
	 * zero for never.
	 * @param value the value
	 * @return this
	 */
	public FailoverBuilder failbackAfter(Duration value) {
		this.failbackAfter = value;
		return this;
	}

	FailoverPolicy build() {
		return new FailoverPolicy(this.strategy, this.failbackAfter);
	}

}
