package io.netasync.memory;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MemoryBudget}.
 *
 * @author net-async
 */
class MemoryBudgetTests {

	private final MemoryBudget budget = new MemoryBudget(100);

	@Test
	void givesNoMoreThanThereIs() {
		assertThat(this.budget.tryTake(100)).isTrue();
		assertThat(this.budget.tryTake(1)).isFalse();
		this.budget.release(1);
		assertThat(this.budget.tryTake(1)).isTrue();
		assertThat(this.budget.used()).isEqualTo(100);
	}

	@Test
	void isTightFromThreeQuartersOn() {
		this.budget.take(74);
		assertThat(this.budget.isTight()).isFalse();
		this.budget.take(1);
		assertThat(this.budget.isTight()).isTrue();
	}

	@Test
	void callsBackOnceWhenRelieved() {
		AtomicInteger calls = new AtomicInteger();
		this.budget.take(90);
		this.budget.whenRelieved(calls::incrementAndGet);
		this.budget.release(15);
		assertThat(calls).hasValue(0);
		this.budget.release(15);
		this.budget.take(30);
		this.budget.release(30);
		assertThat(calls).hasValue(1);
	}

	@Test
	void callsBackAtOnceWhereThereIsNoPressure() {
		AtomicInteger calls = new AtomicInteger();
		this.budget.whenRelieved(calls::incrementAndGet);
		assertThat(calls).hasValue(1);
	}

	@Test
	void countsWhatIsInMemoryAlreadyBeyondTheLimit() {
		this.budget.take(150);
		assertThat(this.budget.used()).isEqualTo(150);
		assertThat(this.budget.tryTake(0)).isFalse();
	}

	@Test
	void needsBytes() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MemoryBudget(0))
			.withMessage("'memory-budget' must be greater than 0");
	}

}
