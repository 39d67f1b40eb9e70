package io.netasync.channel;

import java.time.Duration;

import io.netasync.reconnect.ReconnectPolicy;

/**
 * When a client tries again: the properties {@code reconnect.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ReconnectBuilder {

	private Duration delay;

	private double multiplier;

	private Duration maxDelay;

	private double jitter;

	private Duration stableAfter;

	private int maxAttempts;

	ReconnectBuilder(ReconnectPolicy from) {
		this.delay = from.delay();
		this.multiplier = from.multiplier();
		this.maxDelay = from.maxDelay();
		this.jitter = from.jitter();
		this.stableAfter = from.stableAfter();
		this.maxAttempts = from.maxAttempts();
	}

	/**
	 * Sets the wait before the second attempt; the first one is nearly immediate.
	 * @param value the value
	 * @return this
	 */
	public ReconnectBuilder delay(Duration value) {
		this.delay = value;
		return this;
	}

	/**
	 * Sets the growth of the wait with each attempt, at least 1.
	 * @param value the value
	 * @return this
	 */
	public ReconnectBuilder multiplier(double value) {
		this.multiplier = value;
		return this;
	}

	/**
	 * Sets the longest wait.
	 * @param value the value
	 * @return this
	 */
	public ReconnectBuilder maxDelay(Duration value) {
		this.maxDelay = value;
		return this;
	}

	/**
	 * Sets the random part of each wait, from 0 to 1.
	 * @param value the value
	 * @return this
	 */
	public ReconnectBuilder jitter(double value) {
		this.jitter = value;
		return this;
	}

	/**
	 * Sets the age of a connection at which attempts are counted from 1 again.
	 * @param value the value
	 * @return this
	 */
	public ReconnectBuilder stableAfter(Duration value) {
		this.stableAfter = value;
		return this;
	}

	/**
	 * Sets the number of attempts before the client gives up, or
	 * {@link ReconnectPolicy#UNLIMITED}.
	 * @param value the value
	 * @return this
	 */
	public ReconnectBuilder maxAttempts(int value) {
		this.maxAttempts = value;
		return this;
	}

	ReconnectPolicy build() {
		return new ReconnectPolicy(this.delay, this.multiplier, this.maxDelay, this.jitter, this.stableAfter,
				this.maxAttempts);
	}

}
