package io.netasync.reconnect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where and when a client connects next, as an immutable state: what happened goes in, a
 * new state comes out.
 * <p>
 * Attempts are counted until a connection has lasted {@code stable-after}. One that is
 * lost earlier is no better than a failed attempt: the count goes on, and so does the
 * walk over the endpoints, so that a peer that accepts and closes keeps nobody from the
 * others. All times are monotonic nanoseconds.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Reconnection {

	private final ReconnectPolicy policy;

	private final FailoverPolicy failover;

	private final Sweep sweep;

	private final int attempts;

	private final boolean started;

	private final @Nullable Connection connection;

	private Reconnection(ReconnectPolicy policy, FailoverPolicy failover, Sweep sweep, int attempts, boolean started,
			@Nullable Connection connection) {
		this.policy = policy;
		this.failover = failover;
		this.sweep = sweep;
		this.attempts = attempts;
		this.started = started;
		this.connection = connection;
	}

	private Reconnection(Reconnection from, Sweep sweep, int attempts, @Nullable Connection connection) {
		this(from.policy, from.failover, sweep, attempts, true, connection);
	}

	/**
	 * Returns the state of a client that has not tried yet.
	 * @param endpoints where it may connect, the preferred one first, each once
	 * @param policy when to try
	 * @param failover where to try
	 * @param random draws what makes the order of {@link Strategy#RANDOM} differ from
	 * client to client
	 * @return the state
	 */
	public static Reconnection of(List<Endpoint> endpoints, ReconnectPolicy policy, FailoverPolicy failover,
			RandomGenerator random) {
		List<Endpoint> all = checked(endpoints);
		return new Reconnection(policy, failover, Sweep.start(failover.strategy(), all, random.nextLong()), 0, false,
				null);
	}

	/**
	 * Checks endpoints.
	 * @param endpoints where a client may connect
	 * @return an unmodifiable copy
	 * @throws IllegalArgumentException if there are none or one is there twice
	 */
	public static List<Endpoint> checked(List<Endpoint> endpoints) {
		List<Endpoint> all = List.copyOf(endpoints);
		Assert.notEmpty(all, "'addresses' must not be empty");
		Assert.isTrue(all.stream().distinct().count() == all.size(),
				() -> "'addresses' must not name an endpoint twice: " + all);
		return all;
	}

	/**
	 * Takes other endpoints. A connection stays, even one to an endpoint that is not
	 * among them; attempts to find another for that are counted from 1.
	 * @param endpoints where the client may connect from now on, the preferred one first,
	 * each once
	 * @return the new state
	 */
	public Reconnection endpoints(List<Endpoint> endpoints) {
		Connection current = this.connection;
		Sweep begun = Sweep.start(this.failover.strategy(), checked(endpoints), this.sweep.seed());
		boolean stays = current != null && begun.endpoints().contains(current.at());
		return new Reconnection(this.policy, this.failover, stays ? begun.tried(current.at()) : begun,
				(current == null || stays) ? this.attempts : 0, this.started, current);
	}

	/**
	 * Takes another policy. It holds from the next attempt on.
	 * @param next when to try from now on
	 * @return the new state
	 */
	public Reconnection policy(ReconnectPolicy next) {
		return new Reconnection(next, this.failover, this.sweep, this.attempts, this.started, this.connection);
	}

	/**
	 * Tells whether an endpoint is one of those there are.
	 * @param endpoint the endpoint
	 * @return {@code false} if it is not, or no longer
	 */
	public boolean knows(Endpoint endpoint) {
		return endpoints().contains(endpoint);
	}

	/**
	 * Tells whether the client is connected to an endpoint that is no longer one of those
	 * there are.
	 * @return {@code true} if it has to change over
	 */
	public boolean isDisplaced() {
		return this.connection != null && !knows(this.connection.at());
	}

	/**
	 * Takes in that an attempt succeeded.
	 * @param at the endpoint that is connected
	 * @param nowNanos the time now
	 * @return the new state
	 */
	public Reconnection connected(Endpoint at, long nowNanos) {
		Assert.isTrue(this.sweep.endpoints().contains(at), () -> "'" + at + "' is not among the addresses");
		return new Reconnection(this, this.sweep.tried(at), used(), new Connection(at, nowNanos, nowNanos));
	}

	/**
	 * Takes in that the connection was lost. Changes nothing if there is none.
	 * @param nowNanos the time now
	 * @param peerSuspect whether the peer was found dead, by its silence or because it no
	 * longer took what was written; others are then tried before it
	 * @return the new state
	 */
	public Reconnection lost(long nowNanos, boolean peerSuspect) {
		Connection lost = this.connection;
		if (lost == null) {
			return this;
		}
		if (stable(lost, nowNanos)) {
			return new Reconnection(this, this.sweep.afterLoss(lost.at(), peerSuspect), 0, null);
		}
		Sweep onwards = peerSuspect ? this.sweep.notFirst(lost.at()) : this.sweep;
		return new Reconnection(this, onwards, this.attempts, null);
	}

	/**
	 * Takes in that the attempt {@link #next(RandomGenerator)} told of failed. Changes
	 * nothing while connected.
	 * @return the new state
	 */
	public Reconnection failed() {
		return failed(this.sweep.next());
	}

	/**
	 * Takes in that an attempt failed, which need not be one {@link #next} told of.
	 * Changes nothing while connected.
	 * @param at the endpoint that was tried
	 * @return the new state
	 */
	public Reconnection failed(Endpoint at) {
		return (this.connection != null) ? this : new Reconnection(this, this.sweep.tried(at), used(), null);
	}

	/**
	 * Takes in that another endpoint is connected and took the place of the one there
	 * was.
	 * @param to that endpoint: the preferred one or, for a client that had to change
	 * over, any
	 * @param nowNanos the time now
	 * @return the new state
	 */
	public Reconnection changedOver(Endpoint to, long nowNanos) {
		Connection left = this.connection;
		int before = (left != null && stable(left, nowNanos)) ? 0 : this.attempts;
		Sweep begun = this.sweep.afterLoss(to, false);
		return new Reconnection(this, begun, before, null).connected(to, nowNanos);
	}

	/**
	 * Takes in that an endpoint that was to take the place of the current one could not
	 * be connected. The client stays where it is, and the time until the next try for the
	 * preferred endpoint starts over.
	 * @param at the endpoint that was tried
	 * @param nowNanos the time now
	 * @return the new state
	 */
	public Reconnection changeOverFailed(Endpoint at, long nowNanos) {
		Connection stays = this.connection;
		if (stays == null) {
			return this;
		}
		Connection later = new Connection(stays.at(), stays.sinceNanos(), nowNanos);
		return isDisplaced() ? new Reconnection(this, this.sweep.tried(at), used(), later)
				: new Reconnection(this, this.sweep, this.attempts, later);
	}

	/**
	 * Returns the attempt to make now to change over from an endpoint that is no longer
	 * one of those there are. The first one is immediate, the others wait as those after
	 * a loss do.
	 * @param random draws the random part of the wait
	 * @return the attempt, or empty where there is nothing to change over from and when
	 * {@code max-attempts} are used up
	 */
	public Optional<Attempt> changeOver(RandomGenerator random) {
		if (!isDisplaced() || this.attempts >= this.policy.maxAttempts()) {
			return Optional.empty();
		}
		int number = this.attempts + 1;
		Duration delay = (number > 1) ? this.policy.delayBefore(number, random) : Duration.ZERO;
		return Optional.of(new Attempt(number, this.sweep.next(), delay));
	}

	/**
	 * Returns the attempt to make now. The very first one is immediate, all others wait
	 * as {@link ReconnectPolicy#delayBefore(int, RandomGenerator)} says.
	 * @param random draws the random part of the wait; the endpoint does not depend on it
	 * @return the attempt, or empty while connected and when {@code max-attempts} are
	 * used up
	 */
	public Optional<Attempt> next(RandomGenerator random) {
		if (this.connection != null || this.attempts >= this.policy.maxAttempts()) {
			return Optional.empty();
		}
		int number = this.attempts + 1;
		Duration delay = this.started ? this.policy.delayBefore(number, random) : Duration.ZERO;
		return Optional.of(new Attempt(number, this.sweep.next(), delay));
	}

	/**
	 * Returns how long to wait before the preferred endpoint is tried again while another
	 * is connected.
	 * @param nowNanos the time now
	 * @return the wait, zero if it is due, or empty if there is nothing to go back to
	 */
	public Optional<Duration> failbackIn(long nowNanos) {
		Connection current = this.connection;
		boolean wanted = this.failover.strategy() == Strategy.ORDERED && !this.failover.failbackAfter().isZero();
		if (!wanted || current == null || current.at().equals(preferred())) {
			return Optional.empty();
		}
		Duration left = this.failover.failbackAfter().minusNanos(nowNanos - current.failbackFromNanos());
		return Optional.of(left.isNegative() ? Duration.ZERO : left);
	}

	/**
	 * Returns the endpoints there are.
	 * @return all of them, the preferred one first
	 */
	public List<Endpoint> endpoints() {
		return this.sweep.endpoints();
	}

	/**
	 * Returns the endpoint an ordered client would rather be connected to.
	 * @return the first endpoint
	 */
	public Endpoint preferred() {
		return this.sweep.endpoints().get(0);
	}

	private int used() {
		return (this.attempts < Integer.MAX_VALUE - 1) ? this.attempts + 1 : this.attempts;
	}

	private boolean stable(Connection connection, long nowNanos) {
		Duration lasted = Duration.ofNanos(nowNanos - connection.sinceNanos());
		return lasted.compareTo(this.policy.stableAfter()) >= 0;
	}

	/**
	 * The connection a client has.
	 */
	private record Connection(Endpoint at, long sinceNanos, long failbackFromNanos) {

	}

}
