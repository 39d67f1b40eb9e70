package io.netasync.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pacer}.
 *
 * @author net-async
 */
class PacerTests {

	private static final long MILLISECOND = 1_000_000;

	private final Pacer pacer = new Pacer();

	@Test
	void withoutFaultsEverythingIsDueOnArrival() {
		assertThat(this.pacer.piece(5000)).isEqualTo(5000);
		assertThat(this.pacer.due(17, this.pacer.luck(), 5000)).isEqualTo(17);
		assertThat(this.pacer.endDue(18)).isEqualTo(18);
		assertThat(this.pacer.capacity()).isEqualTo(Pacer.SHORT_WAY);
		assertThat(this.pacer.demise()).isEqualTo(Demise.NEVER);
	}

	@Test
	void latencyStaysWithinItsJitterAndVaries() {
		add(new Fault.Latency(Duration.ofMillis(50), Duration.ofMillis(20), 7));
		List<Long> delays = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			delays.add(this.pacer.due(0, this.pacer.luck(), 1));
		}
		assertThat(delays).allSatisfy((delay) -> assertThat(delay).isBetween(30 * MILLISECOND, 70 * MILLISECOND));
		assertThat(delays).anySatisfy((delay) -> assertThat(delay).isLessThan(35 * MILLISECOND));
		assertThat(delays).anySatisfy((delay) -> assertThat(delay).isGreaterThan(65 * MILLISECOND));
	}

	@Test
	void sameSeedGivesSameLatencies() {
		Pacer other = new Pacer();
		Fault fault = new Fault.Latency(Duration.ofMillis(50), Duration.ofMillis(20), 7);
		add(fault);
		other.faults(Faults.NONE.with(fault), 0);
		for (int i = 0; i < 100; i++) {
			assertThat(this.pacer.luck()).isEqualTo(other.luck());
		}
	}

	@Test
	void latencyAllowsMuchUnderWay() {
		add(Fault.latency(Duration.ofMillis(50)));
		assertThat(this.pacer.capacity()).isEqualTo(Pacer.LONG_WAY);
	}

	@Test
	void bandwidthIsPaidBeforeEachWrite() {
		add(Fault.bandwidth(1000));
		long now = 0;
		for (int sent = 0; sent < 500; sent += 20) {
			assertThat(this.pacer.piece(500)).isEqualTo(20);
			now = this.pacer.due(0, 0, 20);
			this.pacer.written(20, now, now);
		}
		assertThat(now).isEqualTo(500 * MILLISECOND);
	}

	@Test
	void bandwidthDoesNotBurstAfterAPause() {
		add(Fault.bandwidth(1000));
		long late = 5000 * MILLISECOND;
		this.pacer.written(20, this.pacer.due(0, 0, 20), late);
		assertThat(this.pacer.due(0, 0, 20)).isEqualTo(late);
		this.pacer.written(20, late, late);
		assertThat(this.pacer.due(0, 0, 20)).isEqualTo(late + 20 * MILLISECOND);
	}

	@Test
	void slicesVaryAroundTheirAverageAndPause() {
		add(new Fault.Slice(10, 4, Duration.ofMillis(3), 7));
		for (int i = 0; i < 100; i++) {
			int piece = this.pacer.piece(1000);
			assertThat(piece).isBetween(6, 14).isEqualTo(this.pacer.piece(1000));
			long now = i * 10 * MILLISECOND;
			this.pacer.written(piece, 0, now);
			assertThat(this.pacer.due(0, 0, 1)).isEqualTo(now + 3 * MILLISECOND);
		}
	}

	@Test
	void limitCutsTheLastPiece() {
		add(Fault.limitData(10));
		this.pacer.written(7, 0, 0);
		assertThat(this.pacer.piece(100)).isEqualTo(3);
		assertThat(this.pacer.exhausted()).isFalse();
		this.pacer.written(3, 0, 0);
		assertThat(this.pacer.exhausted()).isTrue();
	}

	@Test
	void faultThatStaysIsNotStartedAnew() {
		Faults limited = Faults.NONE.with(Fault.limitData(10)).with(Fault.reset(Duration.ofMillis(5)));
		this.pacer.faults(limited, 0);
		this.pacer.written(7, 0, 0);
		this.pacer.faults(limited.with(Fault.latency(Duration.ofMillis(1))), 3 * MILLISECOND);
		assertThat(this.pacer.piece(100)).isEqualTo(3);
		assertThat(this.pacer.demise().resetAt()).isEqualTo(5 * MILLISECOND);
	}

	@Test
	void removedFaultHoldsNothingBack() {
		add(Fault.latency(Duration.ofHours(1)));
		this.pacer.faults(Faults.NONE, MILLISECOND);
		assertThat(this.pacer.due(0, 0, 1)).isEqualTo(MILLISECOND);
	}

	@Test
	void resetGoesBeforeClose() {
		Faults both = Faults.NONE.with(Fault.reset(Duration.ofMillis(5))).with(Fault.swallow(Duration.ofMillis(3)));
		this.pacer.faults(both, 0);
		assertThat(this.pacer.demise().at()).isEqualTo(3 * MILLISECOND);
		assertThat(this.pacer.demise().due(2 * MILLISECOND)).isNull();
		assertThat(this.pacer.demise().due(3 * MILLISECOND)).isEqualTo(Ending.FIN);
		assertThat(this.pacer.demise().due(5 * MILLISECOND)).isEqualTo(Ending.RESET);
	}

	private void add(Fault fault) {
		this.pacer.faults(Faults.NONE.with(fault), 0);
	}

}
