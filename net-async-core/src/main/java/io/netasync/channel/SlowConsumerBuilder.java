package io.netasync.channel;

import java.time.Duration;

import io.netasync.server.SlowConsumer;
import io.netasync.server.SlowConsumer.Action;

/**
 * What happens to a connection whose peer takes what is sent too slowly: the properties
 * {@code slow-consumer.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class SlowConsumerBuilder {

	private Duration after;

	private Action action;

	SlowConsumerBuilder(SlowConsumer from) {
		this.after = from.after();
		this.action = from.action();
	}

	/**
	 * Sets after how long without taking what waited a connection is slow, zero for
	 * never.
	 * @param value the value
	 * @return this
	 */
	public SlowConsumerBuilder after(Duration value) {
		this.after = value;
		return this;
	}

	/**
	 * Sets what happens then.
	 * @param value the value
	 * @return this
	 */
	public SlowConsumerBuilder action(Action value) {
		this.action = value;
		return this;
	}

	SlowConsumer build() {
		return new SlowConsumer(this.after, this.action);
	}

}
