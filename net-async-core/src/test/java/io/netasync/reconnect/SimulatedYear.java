package io.netasync.reconnect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy.Strategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client among peers that come and go, for a year, checked against the rules at each
 * step.
 *
 * @author net-async
 */
class SimulatedYear {

	private static final long SECOND = 1_000_000_000L;

	private final long seed;

	private final Random random;

	private final List<Endpoint> endpoints;

	private final Strategy strategy;

	private final ReconnectPolicy policy;

	private final List<Endpoint> tried = new ArrayList<>();

	private final long start = Long.MAX_VALUE - 1000 * SECOND;

	private long now = this.start;

	private long weatherUntil = this.start;

	private double refused;

	private double closed;

	private Reconnection state;

	private int attempts;

	private int stableLosses;

	SimulatedYear(long seed) {
		this.seed = seed;
		this.random = new Random(seed);
		this.endpoints = IntStream.rangeClosed(1, 1 + this.random.nextInt(5))
			.mapToObj((port) -> new Endpoint("peer", port))
			.toList();
		this.strategy = Strategy.values()[(int) (seed % 3)];
		this.policy = new ReconnectPolicy(Duration.ofMillis(1 + this.random.nextInt(1000)),
				1 + 2 * this.random.nextDouble(), Duration.ofSeconds(1 + this.random.nextInt(120)),
				this.random.nextDouble(), Duration.ofSeconds(10), ReconnectPolicy.UNLIMITED);
		this.state = Reconnection.of(this.endpoints, this.policy,
				new FailoverPolicy(this.strategy, Duration.ofSeconds(60)), this.random);
	}

	int attempts() {
		return this.attempts;
	}

	int stableLosses() {
		return this.stableLosses;
	}

	void run() {
		long year = Duration.ofDays(365).toNanos();
		while (this.now - this.start < year) {
			changeWeather();
			Attempt attempt = this.state.next(this.random).orElseThrow();
			checkAttempt(attempt);
			this.now += attempt.delay().toNanos() + this.random.nextLong(SECOND / 100);
			if (this.random.nextDouble() < this.refused) {
				this.state = this.state.failed();
			}
			else {
				stayConnected(attempt.endpoint());
			}
		}
	}

	private void changeWeather() {
		if (this.now - this.weatherUntil >= 0) {
			this.weatherUntil = this.now + this.random.nextLong(2 * 86_400 * SECOND);
			this.refused = (this.random.nextInt(4) == 0) ? this.random.nextDouble(0.9, 1.0)
					: this.random.nextDouble(0.5);
			this.closed = (this.random.nextInt(4) == 0) ? this.random.nextDouble(0.9, 1.0)
					: this.random.nextDouble(0.2);
		}
	}

	private void checkAttempt(Attempt attempt) {
		this.tried.add(attempt.endpoint());
		this.attempts++;
		expect(attempt.number() == this.tried.size(), "attempt %s is not number %d", attempt, this.tried.size());
		double base = this.policy.delay().toNanos() * Math.pow(this.policy.multiplier(), attempt.number() - 2);
		long longest = (long) Math.min(this.policy.maxDelay().toNanos(), base);
		long delay = attempt.delay().toNanos();
		if (attempt.number() == 1) {
			expect(delay >= 0 && delay <= SECOND / 10, "%s is not immediate", attempt);
		}
		else {
			expect(delay >= longest * (1 - this.policy.jitter()) - 1 && delay <= longest, "%s waits wrongly", attempt);
		}
		int sweep = this.endpoints.size();
		if (this.tried.size() >= 2 * sweep - 1) {
			List<Endpoint> last = this.tried.subList(this.tried.size() - 2 * sweep + 1, this.tried.size());
			expect(new HashSet<>(last).size() == sweep, "%s leaves endpoints out", last);
		}
	}

	private void stayConnected(Endpoint endpoint) {
		this.state = this.state.connected(endpoint, this.now);
		Endpoint at = endpoint;
		boolean briefly = this.random.nextDouble() < this.closed;
		long left = briefly ? this.random.nextLong(10 * SECOND) : this.random.nextLong(10 * SECOND, 3_600 * SECOND);
		long lasted = left;
		while (failsBackWithin(at, left)) {
			long wait = this.state.failbackIn(this.now).orElseThrow().toNanos();
			this.now += wait;
			left -= wait;
			if (this.random.nextBoolean()) {
				this.state = this.state.changeOverFailed(this.state.preferred(), this.now);
				continue;
			}
			at = this.state.preferred();
			this.state = this.state.changedOver(at, this.now);
			this.tried.clear();
			this.tried.add(at);
			left = this.random.nextLong(20 * SECOND);
			lasted = left;
		}
		this.now += left;
		lose(at, lasted);
	}

	private boolean failsBackWithin(Endpoint at, long left) {
		boolean expected = this.strategy == Strategy.ORDERED && !at.equals(this.endpoints.get(0));
		expect(this.state.failbackIn(this.now).isPresent() == expected, "failback from %s", at);
		return expected && this.state.failbackIn(this.now).orElseThrow().toNanos() < left;
	}

	private void lose(Endpoint at, long lasted) {
		boolean suspect = this.random.nextInt(3) == 0;
		this.state = this.state.lost(this.now, suspect);
		Endpoint next = this.state.next(this.random).orElseThrow().endpoint();
		boolean others = this.endpoints.size() > 1;
		expect(!suspect || !others || !next.equals(at), "the suspect %s is next", at);
		if (lasted >= 10 * SECOND) {
			this.stableLosses++;
			this.tried.clear();
			boolean again = this.strategy == Strategy.ORDERED && !suspect;
			expect(!again || next.equals(at), "%s is next, not %s, which was lost", next, at);
		}
	}

	private void expect(boolean holds, String otherwise, Object... arguments) {
		if (!holds) {
			assertThat(holds).as("seed " + this.seed + ": " + otherwise, arguments).isTrue();
		}
	}

}
