package io.netasync.reconnect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Reconnection}.
 *
 * @author net-async
 */
class ReconnectionTests {

	private static final long SECOND = 1_000_000_000L;

	private static final long STABLE = 10 * SECOND;

	private static final Endpoint A = new Endpoint("a", 1);

	private static final Endpoint B = new Endpoint("b", 2);

	private static final Endpoint C = new Endpoint("c", 3);

	private static final Endpoint D = new Endpoint("d", 4);

	private final Random random = new Random(1);

	@Test
	void theVeryFirstAttemptIsImmediate() {
		assertThat(start(Strategy.ORDERED, A, B).next(this.random)).contains(new Attempt(1, A, Duration.ZERO));
	}

	@Test
	void walksInOrderAndOverAgainWithGrowingDelay() {
		Reconnection state = start(Strategy.ORDERED, A, B, C);
		assertThat(walk(state, 7)).containsExactly(A, B, C, A, B, C, A);
		Reconnection third = state.failed().failed();
		assertThat(third.next(this.random)).hasValueSatisfying((attempt) -> {
			assertThat(attempt.number()).isEqualTo(3);
			assertThat(attempt.delay()).isBetween(Duration.ZERO, Duration.ofMillis(200));
		});
	}

	@Test
	void beginsWithTheEndpointJustLostThenFromThePreferred() {
		Reconnection lost = start(Strategy.ORDERED, A, B, C, D).connected(C, 0).lost(STABLE, false);
		assertThat(walk(lost, 6)).containsExactly(C, A, B, D, A, B);
	}

	@Test
	void triesAnEndpointFoundDeadLast() {
		Reconnection start = start(Strategy.ORDERED, A, B, C, D);
		assertThat(walk(start.connected(A, 0).lost(STABLE, true), 6)).containsExactly(B, C, D, A, A, B);
		assertThat(walk(start.connected(B, 0).lost(STABLE, true), 5)).containsExactly(C, A, D, B, A);
		assertThat(walk(start.connected(D, 0).lost(STABLE, true), 5)).containsExactly(A, B, C, D, A);
		assertThat(walk(start(Strategy.ORDERED, A).connected(A, 0).lost(STABLE, true), 2)).containsExactly(A, A);
	}

	@Test
	void countsAnewOnlyAfterAStableConnection() {
		Reconnection connected = start(Strategy.ORDERED, A).failed().failed().connected(A, 0);
		assertThat(connected.lost(STABLE, false).next(this.random)).hasValueSatisfying((attempt) -> {
			assertThat(attempt.number()).isEqualTo(1);
			assertThat(attempt.delay()).isLessThanOrEqualTo(Duration.ofMillis(100));
		});
		assertThat(connected.lost(STABLE - 1, false).next(this.random)).map(Attempt::number).contains(4);
	}

	@Test
	void walksOnWhenAPeerAcceptsAndCloses() {
		Reconnection state = start(Strategy.ORDERED, A, B, C).connected(A, 0).lost(SECOND, false);
		assertThat(walk(state, 3)).containsExactly(B, C, A);
		assertThat(walk(state.failed().failed().connected(A, 0).lost(SECOND, true), 3)).containsExactly(B, C, A);
	}

	@Test
	void anEndpointThatDiesBeforeItIsStableIsNotNextEvenInANewWalk() {
		Reconnection dead = start(Strategy.ORDERED, A, B).connected(A, 0).lost(STABLE, true).failed();
		assertThat(walk(dead.connected(A, 0).lost(SECOND, true), 2)).containsExactly(B, A);
	}

	@Test
	void goesRoundTheRing() {
		Reconnection start = start(Strategy.ROUND_ROBIN, A, B, C);
		assertThat(walk(start, 4)).containsExactly(A, B, C, A);
		assertThat(walk(start.connected(B, 0).lost(STABLE, false), 4)).containsExactly(C, A, B, C);
		assertThat(walk(start.failed().connected(B, 0).lost(SECOND, true), 4)).containsExactly(C, A, B, C);
	}

	@Test
	void shufflesEachWalkAndDoesNotRepeatTheLast() {
		List<List<Endpoint>> walks = new ArrayList<>();
		Reconnection state = start(Strategy.RANDOM, A, B, C, D);
		for (int i = 0; i < 100; i++) {
			List<Endpoint> walk = walk(state, 5);
			assertThat(walk.subList(0, 4)).containsExactlyInAnyOrder(A, B, C, D);
			assertThat(walk.get(4)).isNotEqualTo(walk.get(3));
			walks.add(walk.subList(0, 4));
			state = state.failed().failed().failed().failed();
		}
		assertThat(walks.stream().distinct()).hasSizeGreaterThan(15);
	}

	@Test
	void randomClientsDifferAndAvoidTheDead() {
		assertThat(LongStream.range(0, 50)
			.mapToObj(
					(seed) -> Reconnection.of(List.of(A, B, C), ReconnectPolicy.defaults(), random(), new Random(seed)))
			.flatMap((state) -> state.next(this.random).stream())
			.map(Attempt::endpoint)
			.distinct()).hasSize(3);
		for (int seed = 0; seed < 50; seed++) {
			Reconnection state = Reconnection.of(List.of(A, B), ReconnectPolicy.defaults(), random(), new Random(seed));
			assertThat(walk(state.connected(B, 0).lost(STABLE, true), 1)).containsExactly(A);
			assertThat(walk(state.connected(B, 0).lost(1, true), 1)).containsExactly(A);
		}
	}

	@Test
	void givesUpWhenAttemptsAreUsedUp() {
		ReconnectPolicy twice = new ReconnectPolicy(Duration.ofMillis(1), 1, Duration.ofMillis(1), 0,
				Duration.ofSeconds(10), 2);
		Reconnection state = Reconnection.of(List.of(A), twice, FailoverPolicy.defaults(), this.random).failed();
		assertThat(state.next(this.random)).isPresent();
		assertThat(state.failed().next(this.random)).isEmpty();
		assertThat(state.connected(A, 0).lost(1, false).next(this.random)).isEmpty();
		assertThat(state.connected(A, 0).lost(STABLE, false).next(this.random)).isPresent();
	}

	@Test
	void hasNothingToTryWhileConnected() {
		Reconnection connected = start(Strategy.ORDERED, A, B).connected(B, 0);
		assertThat(connected.next(this.random)).isEmpty();
		assertThat(connected.failed()).isSameAs(connected);
		Reconnection lost = connected.lost(STABLE, false);
		assertThat(lost.lost(STABLE, true)).isSameAs(lost);
		assertThat(lost.changeOverFailed(A, STABLE)).isSameAs(lost);
	}

	@Test
	void changesOverFromAnEndpointThatIsNoLongerThere() {
		Reconnection state = start(Strategy.ORDERED, A, B).connected(A, 0);
		assertThat(state.changeOver(this.random)).isEmpty();
		Reconnection displaced = state.endpoints(List.of(B, C));
		assertThat(displaced.isDisplaced()).isTrue();
		assertThat(displaced.changeOver(this.random)).contains(new Attempt(1, B, Duration.ZERO));
		Reconnection refused = displaced.changeOverFailed(B, SECOND);
		assertThat(refused.changeOver(this.random)).hasValueSatisfying((attempt) -> {
			assertThat(attempt.number()).isEqualTo(2);
			assertThat(attempt.endpoint()).isEqualTo(C);
		});
		Reconnection there = refused.changedOver(C, 2 * SECOND);
		assertThat(there.isDisplaced()).isFalse();
		assertThat(there.changeOver(this.random)).isEmpty();
		assertThat(there.failbackIn(2 * SECOND)).contains(Duration.ofSeconds(60));
	}

	@Test
	void stopsToChangeOverWhenAttemptsAreUsedUp() {
		ReconnectPolicy once = new ReconnectPolicy(Duration.ofMillis(1), 1, Duration.ofMillis(1), 0,
				Duration.ofSeconds(10), 1);
		Reconnection state = start(Strategy.ORDERED, A).policy(once).connected(A, 0).endpoints(List.of(B));
		assertThat(state.changeOver(this.random)).isPresent();
		assertThat(state.changeOverFailed(B, SECOND).changeOver(this.random)).isEmpty();
	}

	@Test
	void aLossAfterTheEndpointIsGoneLeadsToTheOthersOnly() {
		for (Strategy strategy : Strategy.values()) {
			Reconnection state = start(strategy, A, B).connected(A, 0).endpoints(List.of(B, C));
			assertThat(walk(state.lost(STABLE, false), 6)).containsOnly(B, C);
			assertThat(walk(state.lost(STABLE, true), 6)).containsOnly(B, C);
			assertThat(walk(state.lost(1, true), 6)).containsOnly(B, C);
		}
	}

	@Test
	void otherEndpointsHoldFromTheNextAttemptOn() {
		Reconnection first = start(Strategy.ORDERED, A).endpoints(List.of(B, C));
		assertThat(first.next(this.random)).contains(new Attempt(1, B, Duration.ZERO));
		assertThat(walk(start(Strategy.ORDERED, A, B).failed().endpoints(List.of(C, A)), 2)).containsExactly(C, A);
		assertThat(start(Strategy.ORDERED, A).endpoints(List.of(B, C)).endpoints()).containsExactly(B, C);
		assertThatIllegalArgumentException().isThrownBy(() -> first.endpoints(List.of()))
			.withMessageContaining("'addresses'");
		assertThatIllegalArgumentException().isThrownBy(() -> first.endpoints(List.of(A, A)))
			.withMessageContaining("twice");
	}

	@Test
	void goesBackToThePreferredAfterAWhile() {
		long connectedAt = Long.MAX_VALUE - 5;
		Reconnection state = start(Strategy.ORDERED, A, B).failed().connected(B, connectedAt);
		assertThat(state.preferred()).isEqualTo(A);
		assertThat(state.failbackIn(connectedAt + SECOND)).contains(Duration.ofSeconds(59));
		assertThat(state.failbackIn(connectedAt + 90 * SECOND)).contains(Duration.ZERO);
		Reconnection refused = state.changeOverFailed(A, connectedAt + 61 * SECOND);
		assertThat(refused.failbackIn(connectedAt + 62 * SECOND)).contains(Duration.ofSeconds(59));
		Reconnection back = refused.changedOver(A, connectedAt + 122 * SECOND);
		assertThat(back.failbackIn(connectedAt + 500 * SECOND)).isEmpty();
		assertThat(back.next(this.random)).isEmpty();
		assertThat(walk(back.lost(connectedAt + 123 * SECOND, false), 2)).containsExactly(B, A);
		assertThat(back.lost(connectedAt + 123 * SECOND, false).next(this.random)).map(Attempt::number).contains(2);
	}

	@Test
	void staysWhereNothingIsPreferred() {
		FailoverPolicy never = new FailoverPolicy(Strategy.ORDERED, Duration.ZERO);
		assertThat(Reconnection.of(List.of(A, B), ReconnectPolicy.defaults(), never, this.random)
			.connected(B, 0)
			.failbackIn(0)).isEmpty();
		assertThat(start(Strategy.ROUND_ROBIN, A, B).connected(B, 0).failbackIn(0)).isEmpty();
		assertThat(start(Strategy.RANDOM, A, B).connected(B, 0).failbackIn(0)).isEmpty();
		assertThat(start(Strategy.ORDERED, A, B).failbackIn(0)).isEmpty();
		assertThat(start(Strategy.ORDERED, A, B).connected(A, 0).failbackIn(0)).isEmpty();
	}

	@Test
	void validatesItsEndpoints() {
		assertThatIllegalArgumentException().isThrownBy(() -> start(Strategy.ORDERED))
			.withMessage("'addresses' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> start(Strategy.ORDERED, A, B, A))
			.withMessage("'addresses' must not name an endpoint twice: [a:1, b:2, a:1]");
		assertThatIllegalArgumentException().isThrownBy(() -> start(Strategy.ORDERED, A).connected(B, 0))
			.withMessage("'b:2' is not among the addresses");
	}

	private Reconnection start(Strategy strategy, Endpoint... endpoints) {
		return Reconnection.of(List.of(endpoints), ReconnectPolicy.defaults(),
				new FailoverPolicy(strategy, Duration.ofSeconds(60)), this.random);
	}

	private List<Endpoint> walk(Reconnection from, int steps) {
		List<Endpoint> endpoints = new ArrayList<>();
		Reconnection state = from;
		for (int i = 0; i < steps; i++) {
			state.next(this.random).map(Attempt::endpoint).ifPresent(endpoints::add);
			state = state.failed();
		}
		return endpoints;
	}

	private static FailoverPolicy random() {
		return new FailoverPolicy(Strategy.RANDOM, Duration.ZERO);
	}

}
