package io.netasync.server;

import java.time.Duration;
import java.util.Random;

import io.netasync.event.DisconnectReason;
import io.netasync.server.SlowConsumer.Action;
import io.netasync.transport.ConnectionActivity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionWatch}.
 *
 * @author net-async
 */
class ConnectionWatchTests {

	private static final long SECOND = 1_000_000_000L;

	private static final Duration GRACE = Duration.ofSeconds(20);

	private static final Duration TEN = Duration.ofSeconds(10);

	private static final ServerLimits NONE = ServerLimits.defaults()
		.frameTimeout(Duration.ZERO)
		.slowConsumer(new SlowConsumer(Duration.ZERO, Action.EVENT));

	private final ConnectionWatch watch = new ConnectionWatch();

	private Verdict check(ServerLimits limits, ConnectionFacts facts, long seconds) {
		return this.watch.check(limits, GRACE, facts, seconds * SECOND);
	}

	private static ConnectionFacts facts(ConnectionActivity activity) {
		return new ConnectionFacts(activity, false, 0, 0, 0);
	}

	private static ConnectionFacts idle(long in, long out) {
		return facts(new ConnectionActivity(0, true, in * SECOND, out * SECOND, false, 0));
	}

	private static ConnectionFacts queue(long sent, long pending) {
		return new ConnectionFacts(new ConnectionActivity(0, true, 0, 0, false, 0), false, sent, pending, 0);
	}

	@Test
	void withoutLimitsEverythingMayStay() {
		assertThat(check(NONE, facts(new ConnectionActivity(0, false, 0, 0, true, 0)), 1_000_000))
			.isEqualTo(Verdict.KEEP);
		assertThat(check(NONE, queue(0, 1000), 2_000_000)).isEqualTo(Verdict.KEEP);
		assertThat(check(NONE, queue(0, 1000), 3_000_000)).isEqualTo(Verdict.KEEP);
	}

	@Test
	void firstFrameHasItsTime() {
		ServerLimits limits = NONE.firstFrameTimeout(TEN);
		ConnectionFacts silent = facts(new ConnectionActivity(0, false, 0, 0, false, 0));
		assertThat(check(limits, silent, 9)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, silent, 10)).isEqualTo(Verdict.close(DisconnectReason.FIRST_FRAME_TIMEOUT));
		assertThat(check(limits, idle(1, 1), 10)).isEqualTo(Verdict.KEEP);
	}

	@Test
	void anyFrameHasItsTime() {
		ServerLimits limits = NONE.frameTimeout(TEN);
		ConnectionFacts half = facts(new ConnectionActivity(0, true, 0, 0, true, 100 * SECOND));
		assertThat(check(limits, half, 109)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, half, 110)).isEqualTo(Verdict.close(DisconnectReason.FRAME_TIMEOUT));
		assertThat(check(limits, facts(new ConnectionActivity(0, true, 0, 0, false, 100 * SECOND)), 200))
			.isEqualTo(Verdict.KEEP);
	}

	@Test
	void messageInEitherDirectionIsASignOfUse() {
		ServerLimits limits = NONE.idleTimeout(TEN);
		assertThat(check(limits, idle(95, 0), 100)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, idle(0, 95), 100)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, idle(90, 89), 100)).isEqualTo(Verdict.close(DisconnectReason.IDLE));
	}

	@Test
	void connectionThatIsBeingServedIsNotIdle() {
		ServerLimits limits = NONE.idleTimeout(TEN);
		ConnectionActivity activity = idle(0, 0).activity();
		assertThat(check(limits, new ConnectionFacts(activity, true, 0, 0, 0), 100)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, new ConnectionFacts(activity, false, 0, 1, 0), 100)).isEqualTo(Verdict.KEEP);
	}

	@Test
	void oldConnectionEndsWhenAllIsWritten() {
		ServerLimits limits = NONE.maxAge(TEN);
		assertThat(check(limits, queue(0, 5), 9)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(0, 5), 10).action()).isEqualTo(Verdict.Action.RETIRE);
		assertThat(check(limits, queue(3, 2), 12)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(5, 0), 13))
			.isEqualTo(new Verdict(Verdict.Action.FINISH, DisconnectReason.MAX_AGE));
		assertThat(check(limits, queue(5, 0), 14)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(5, 0), 30)).isEqualTo(Verdict.close(DisconnectReason.MAX_AGE));
	}

	@Test
	void oldConnectionWhosePeerTakesNothingEndsAfterTheGrace() {
		ServerLimits limits = NONE.maxAge(TEN);
		check(limits, queue(0, 5), 10);
		assertThat(check(limits, queue(0, 5), 29)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(0, 5), 30)).isEqualTo(Verdict.close(DisconnectReason.MAX_AGE));
	}

	@Test
	void slowConsumerIsToldOnceUntilItHasCaughtUp() {
		ServerLimits limits = NONE.slowConsumer(new SlowConsumer(TEN, Action.EVENT));
		assertThat(check(limits, queue(100, 50), 0)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(120, 70), 9)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(149, 70), 10)).isEqualTo(Verdict.TELL_SLOW);
		assertThat(check(limits, queue(149, 70), 100)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(150, 70), 101)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(151, 70), 111)).isEqualTo(Verdict.TELL_SLOW);
	}

	@Test
	void whoTakesWhatWaitsInTimeIsNotSlowHoweverMuchFollows() {
		ServerLimits limits = NONE.slowConsumer(new SlowConsumer(TEN, Action.EVENT));
		for (int second = 0; second < 1000; second++) {
			assertThat(check(limits, queue(second * 100, 900), second)).isEqualTo(Verdict.KEEP);
		}
	}

	@Test
	void bufferThatWasEmptyInBetweenIsNoSignOfSlowness() {
		ServerLimits limits = NONE.slowConsumer(new SlowConsumer(TEN, Action.EVENT));
		for (int second = 0; second < 1000; second++) {
			ConnectionFacts facts = queue(0, 5);
			assertThat(check(limits, new ConnectionFacts(facts.activity(), false, 0, 5, second / 5), second))
				.isEqualTo(Verdict.KEEP);
		}
	}

	@Test
	void timeInWhichTheServerWasPausedDoesNotCount() {
		ServerLimits limits = NONE.firstFrameTimeout(TEN)
			.idleTimeout(TEN)
			.slowConsumer(new SlowConsumer(TEN, Action.EVENT));
		check(limits, queue(0, 5), 0);
		this.watch.rest(100 * SECOND);
		assertThat(check(limits, queue(0, 5), 101)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(0, 5), 111)).isEqualTo(Verdict.TELL_SLOW);
		assertThat(check(limits, facts(new ConnectionActivity(0, false, 0, 0, false, 0)), 109)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, idle(0, 0), 109)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, idle(0, 0), 110)).isEqualTo(Verdict.close(DisconnectReason.IDLE));
	}

	@Test
	void sheddingBeginsAnew() {
		ServerLimits limits = NONE.slowConsumer(new SlowConsumer(TEN, Action.SHED));
		check(limits, queue(0, 50), 0);
		assertThat(check(limits, queue(0, 50), 10)).isEqualTo(Verdict.TELL_SLOW);
		assertThat(check(limits, queue(0, 5), 11)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(0, 9), 20)).isEqualTo(Verdict.KEEP);
		assertThat(check(limits, queue(0, 9), 21)).isEqualTo(Verdict.TELL_SLOW);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void noConnectionOutlivesItsLimitsByMoreThanALook(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 1000; i++) {
			ConnectionWatch one = new ConnectionWatch();
			ServerLimits limits = NONE.firstFrameTimeout(seconds(random)).frameTimeout(seconds(random));
			boolean framed = random.nextBoolean();
			long began = random.nextInt(100) * SECOND;
			ConnectionFacts facts = facts(new ConnectionActivity(0, framed, 0, 0, true, began));
			long first = (framed || limits.firstFrameTimeout().isZero()) ? Long.MAX_VALUE
					: limits.firstFrameTimeout().toNanos();
			long frame = limits.frameTimeout().isZero() ? Long.MAX_VALUE : began + limits.frameTimeout().toNanos();
			long now = 0;
			for (int look = 0; look < 200; look++) {
				now += 1 + random.nextInt((int) SECOND);
				boolean closed = one.check(limits, GRACE, facts, now).action() == Verdict.Action.CLOSE;
				assertThat(closed).isEqualTo(now >= Math.min(first, frame));
			}
		}
	}

	private static Duration seconds(Random random) {
		return Duration.ofSeconds(random.nextInt(20));
	}

	@Test
	void looksInTimeForTheShortestLimit() {
		assertThat(LimitSweep.interval(NONE)).isEqualTo(Duration.ofSeconds(1));
		assertThat(LimitSweep.interval(NONE.maxAge(Duration.ofMillis(800)))).isEqualTo(Duration.ofMillis(200));
		assertThat(LimitSweep.interval(NONE.idleTimeout(Duration.ofMillis(1)))).isEqualTo(Duration.ofMillis(50));
	}

}
