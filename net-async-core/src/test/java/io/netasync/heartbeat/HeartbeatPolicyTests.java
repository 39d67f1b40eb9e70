package io.netasync.heartbeat;

import java.time.Duration;

import io.netasync.heartbeat.Decision.Cause;
import io.netasync.heartbeat.Decision.Dead;
import io.netasync.heartbeat.Decision.SendHeartbeat;
import io.netasync.heartbeat.Decision.Wait;
import io.netasync.transport.KeepAlive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HeartbeatPolicy}, in seconds from a moment just before the monotonic
 * clock overflows.
 *
 * @author net-async
 */
class HeartbeatPolicyTests {

	private static final HeartbeatPolicy POLICY = HeartbeatPolicy.defaults();

	@ParameterizedTest
	@CsvSource({ "5000, 15000, 5, 3, 15000", "4000, 11000, 4, 2, 11000", "300, 900, 1, 1, 900",
			"60000, 61000, 60, 1, 61000" })
	void leavesToTheKernelWhatNoHeartbeatCanDo(long interval, long timeout, long idle, long between, long userTimeout) {
		HeartbeatPolicy policy = new HeartbeatPolicy(Duration.ofMillis(interval), Duration.ofMillis(timeout),
				Duration.ZERO);
		assertThat(policy.keepAlive()).isEqualTo(new KeepAlive(Duration.ofSeconds(idle), Duration.ofSeconds(between), 3,
				Duration.ofMillis(userTimeout)));
		assertThat(policy.withoutHeartbeats().keepAlive()).isEqualTo(KeepAlive.NONE);
	}

	@Test
	void waitsForTheEarliestDeadline() {
		assertThat(POLICY.decide(activity(0, 0), at(0), at(0))).isEqualTo(new Wait(at(5)));
		assertThat(POLICY.decide(activity(0, 12), at(13), at(13))).isEqualTo(new Wait(at(15)));
		assertThat(POLICY.decide(writing(12, 7), at(13), at(13))).isEqualTo(new Wait(at(17)));
	}

	@Test
	void sendsAHeartbeatOnceNothingWasWrittenForTheInterval() {
		assertThat(POLICY.decide(activity(3, 0.001), at(5), at(5))).isEqualTo(new Wait(at(5.001)));
		assertThat(POLICY.decide(activity(3, 0), at(5), at(5))).isEqualTo(new SendHeartbeat(at(10)));
		assertThat(POLICY.decide(activity(3, 10), at(15), at(15))).isEqualTo(new SendHeartbeat(at(18)));
	}

	@Test
	void sendsNoHeartbeatBehindBytesOnTheirWay() {
		assertThat(POLICY.decide(writing(6, 4), at(9), at(9))).isEqualTo(new Wait(at(14)));
	}

	@Test
	void writeProgressIsActivity() {
		Activity activity = new Activity(at(3), at(0), at(4), false, false);
		assertThat(POLICY.decide(activity, at(5), at(5))).isEqualTo(new Wait(at(9)));
	}

	@Test
	void findsASilentPeerDead() {
		assertThat(POLICY.decide(activity(0.001, 14), at(15), at(15))).isEqualTo(new Wait(at(15.001)));
		assertThat(POLICY.decide(activity(0, 14), at(15), at(15))).isEqualTo(new Dead(Cause.HEARTBEAT_TIMEOUT));
	}

	@Test
	void doesNotJudgeAPeerNobodyListensTo() {
		Activity paused = new Activity(at(0), at(100), at(100), false, true);
		assertThat(POLICY.decide(paused, at(101), at(101))).isEqualTo(new Wait(at(105)));
	}

	@Test
	void findsAPeerThatTakesNothingDead() {
		assertThat(POLICY.decide(writing(19, 10.001), at(20), at(20))).isEqualTo(new Wait(at(20.001)));
		assertThat(POLICY.decide(writing(19, 10), at(20), at(20))).isEqualTo(new Dead(Cause.WRITE_STALLED));
	}

	@Test
	void givesThePeerAGraceAfterAPauseOfItsOwn() {
		assertThat(POLICY.decide(activity(0, 59), at(15), at(60))).isEqualTo(new Wait(at(62.5)));
		assertThat(POLICY.decide(writing(0, 0), at(10), at(60))).isEqualTo(new Wait(at(62.5)));
		assertThat(POLICY.decide(activity(0, 0), at(10), at(60))).isEqualTo(new SendHeartbeat(at(62.5)));
		assertThat(POLICY.decide(activity(0, 59), at(62.5), at(62.5))).isEqualTo(new Dead(Cause.HEARTBEAT_TIMEOUT));
	}

	@Test
	void judgesACheckThatIsALittleLate() {
		assertThat(POLICY.decide(activity(0, 14), at(15), at(17.5))).isEqualTo(new Dead(Cause.HEARTBEAT_TIMEOUT));
	}

	@Test
	void watchesWritesAlone() {
		HeartbeatPolicy policy = policy(0, 0, 10);
		assertThat(policy.decide(activity(-1000, -1000), at(0), at(0))).isEqualTo(new Wait(at(10)));
		assertThat(policy.decide(writing(-1000, 0), at(10), at(15))).isEqualTo(new Dead(Cause.WRITE_STALLED));
		assertThat(policy.decide(writing(-1000, 0), at(10), at(16))).isEqualTo(new Wait(at(21)));
	}

	@Test
	void watchesHeartbeatsAlone() {
		assertThat(policy(5, 15, 0).decide(writing(0, -1000), at(10), at(10))).isEqualTo(new Wait(at(15)));
	}

	@Test
	void knowsWhetherThereIsAnythingToWatch() {
		assertThat(POLICY.enabled()).isTrue();
		assertThat(policy(0, 0, 1).enabled()).isTrue();
		assertThat(policy(1, 2, 0).enabled()).isTrue();
		assertThat(policy(0, 15, 0).enabled()).isFalse();
		assertThat(policy(0, 15, 0).decide(writing(-1000, -1000), at(0), at(0))).isInstanceOfSatisfying(Wait.class,
				(wait) -> assertThat(Duration.ofNanos(wait.untilNanos() - at(0))).isGreaterThan(Duration.ofDays(365)));
	}

	@Test
	void hasTheDocumentedDefaults() {
		assertThat(POLICY).isEqualTo(policy(5, 15, 10));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			5, 5,  0, 'timeout' must be greater than 'interval'
			-1, 5, 0, 'interval' must not be negative
			0, -1, 0, 'timeout' must not be negative
			0, 5, -1, 'write-stall-timeout' must not be negative
			5, 31536001, 0, 'timeout' must not be greater than 365d
			""", quoteCharacter = '"')
	void validatesItself(int interval, int timeout, int writeStallTimeout, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> policy(interval, timeout, writeStallTimeout))
			.withMessage(message);
	}

	private static HeartbeatPolicy policy(int interval, int timeout, int writeStallTimeout) {
		return new HeartbeatPolicy(Duration.ofSeconds(interval), Duration.ofSeconds(timeout),
				Duration.ofSeconds(writeStallTimeout));
	}

	private static Activity activity(double received, double sent) {
		return new Activity(at(received), at(sent), at(sent), false, false);
	}

	private static Activity writing(double received, double progress) {
		return new Activity(at(received), at(progress), at(progress), true, false);
	}

	private static long at(double seconds) {
		return Long.MAX_VALUE - 6_000_000_000L + (long) (seconds * 1_000_000_000);
	}

}
