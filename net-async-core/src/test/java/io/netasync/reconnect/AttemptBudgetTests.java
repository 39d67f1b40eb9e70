package io.netasync.reconnect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AttemptBudget}.
 *
 * @author net-async
 */
class AttemptBudgetTests {

	private static final long SECOND = 1_000_000_000L;

	@Test
	void runsABurstAtOnceAndTheRestAtTheRate() {
		AttemptBudget budget = new AttemptBudget(50);
		long now = Long.MAX_VALUE - 10;
		List<Long> waits = IntStream.range(0, 150).mapToObj((i) -> budget.reserve(now).toMillis()).toList();
		assertThat(waits.subList(0, 50)).containsOnly(0L);
		assertThat(waits.subList(50, 150))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 100).mapToObj((i) -> 20L * i).toList());
	}

	@Test
	void savesUpASecondAtMost() {
		AttemptBudget budget = new AttemptBudget(10);
		budget.reserve(-5 * SECOND);
		long later = 100 * SECOND;
		assertThat(IntStream.range(0, 12).mapToObj((i) -> budget.reserve(later)))
			.endsWith(Duration.ofMillis(100), Duration.ofMillis(200))
			.filteredOn(Duration::isZero)
			.hasSize(10);
	}

	@Test
	void zeroIsNoLimit() {
		AttemptBudget budget = AttemptBudget.unlimited();
		assertThat(IntStream.range(0, 10_000).mapToObj((i) -> budget.reserve(-i))).containsOnly(Duration.ZERO);
		assertThatIllegalArgumentException().isThrownBy(() -> new AttemptBudget(-1))
			.withMessage("'attempts-per-second' must not be negative");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void neverRunsMoreThanBurstAndRateInAnySecond(long seed) {
		Random random = new Random(seed);
		int rate = 1 + random.nextInt(100);
		AttemptBudget budget = new AttemptBudget(rate);
		Deque<Long> second = new ArrayDeque<>();
		long now = random.nextLong();
		long last = now;
		for (int i = 0; i < 100_000; i++) {
			now += (random.nextInt(10) == 0) ? random.nextLong(4 * SECOND) : random.nextLong(2 * SECOND / rate);
			long runsAt = now + budget.reserve(now).toNanos();
			assertThat(runsAt - last).as("seed %d: in the order asked", seed).isNotNegative();
			last = runsAt;
			second.add(runsAt);
			while (runsAt - second.peek() >= SECOND) {
				second.remove();
			}
			assertThat(second.size()).as("seed %d", seed).isLessThanOrEqualTo(2 * rate);
		}
	}

	@Test
	void handsOutEachReservationOnceToManyThreads() {
		AttemptBudget budget = new AttemptBudget(100);
		List<Duration> waits = IntStream.range(0, 10_000).parallel().mapToObj((i) -> budget.reserve(0)).toList();
		assertThat(waits.stream().filter(Duration::isZero)).hasSize(100);
		assertThat(waits.stream().distinct()).hasSize(9_901);
	}

}
