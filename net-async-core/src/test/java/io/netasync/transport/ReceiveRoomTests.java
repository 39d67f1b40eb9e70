package io.netasync.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netasync.memory.MemoryBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReceiveRoom}.
 *
 * @author net-async
 */
class ReceiveRoomTests {

	private final MemoryBudget budget = new MemoryBudget(1_000_000);

	private final ReceiveRoom room = new ReceiveRoom(new ReceiveBounds(10, 1000), this.budget);

	private final List<String> called = new ArrayList<>();

	@Test
	void isFullWithAsManyMessagesAsMayWait() {
		this.room.take(9, 0);
		assertThat(this.room.hasRoom()).isTrue();
		this.room.take(1, 0);
		assertThat(this.room.hasRoom()).isFalse();
	}

	@Test
	void isFullWithAsManyBytesAsMayWait() {
		this.room.take(1, 999);
		assertThat(this.room.hasRoom()).isTrue();
		this.room.take(1, 1);
		assertThat(this.room.hasRoom()).isFalse();
	}

	@Test
	void takesMoreThanThereIs() {
		this.room.take(1, 5000);
		assertThat(this.room.freeBytes()).isEqualTo(-4000);
		this.room.release(1, 5000);
		assertThat(this.room.freeBytes()).isEqualTo(1000);
	}

	@Test
	void messageThatIsKeptCountsUntilItIsReleased() {
		this.room.take(5, 50);
		this.room.take(1, 10);
		this.room.release(5, 50);
		assertThat(this.room.messages()).isEqualTo(1);
		assertThat(this.room.bytes()).isEqualTo(10);
		this.room.release(1, 10);
		assertThat(this.room.messages()).isZero();
		assertThat(this.room.bytes()).isZero();
	}

	@Test
	void tellsOnceWhenHalfOfTheMessagesIsFree() {
		this.room.take(10, 0);
		this.room.onRoom(() -> this.called.add("room"));
		this.room.release(4, 0);
		assertThat(this.called).isEmpty();
		this.room.release(1, 0);
		this.room.release(5, 0);
		assertThat(this.called).containsExactly("room");
	}

	@Test
	void tellsWhenHalfOfTheBytesIsFree() {
		this.room.take(2, 1000);
		this.room.onRoom(() -> this.called.add("room"));
		this.room.release(1, 499);
		assertThat(this.called).isEmpty();
		this.room.release(1, 501);
		assertThat(this.called).containsExactly("room");
	}

	@Test
	void tellsAtOnceWhenThereIsRoom() {
		this.room.onRoom(() -> this.called.add("room"));
		assertThat(this.called).containsExactly("room");
	}

	@Test
	void countsInTheBudgetOfTheApplication() {
		this.room.take(2, 100);
		assertThat(this.budget.used()).isEqualTo(100 + 2 * MemoryBudget.MESSAGE_OVERHEAD);
		this.room.release(2, 100);
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void threadThatMayWaitDoesUntilThereIsRoom() throws Exception {
		this.room.take(10, 0);
		CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> awaitRoom(new AtomicBoolean(true)));
		assertThat(waiting).isNotDone();
		this.room.release(1, 0);
		waiting.get(10, TimeUnit.SECONDS);
	}

	@Test
	void threadDoesNotWaitForRoomThatNobodyWants() throws Exception {
		this.room.take(10, 0);
		AtomicBoolean wanted = new AtomicBoolean(true);
		CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> awaitRoom(wanted));
		wanted.set(false);
		waiting.get(10, TimeUnit.SECONDS);
		assertThat(this.room.hasRoom()).isFalse();
	}

	private void awaitRoom(AtomicBoolean wanted) {
		try {
			this.room.await(wanted::get, 10);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void leavesNothingBehind(long seed) {
		Random random = new Random(seed);
		List<long[]> taken = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			if (taken.isEmpty() || random.nextInt(3) > 0 && this.room.hasRoom()) {
				long[] burst = { 1 + random.nextInt(5), random.nextInt(500) };
				taken.add(burst);
				this.room.take((int) burst[0], burst[1]);
			}
			else {
				long[] burst = taken.remove(random.nextInt(taken.size()));
				this.room.release((int) burst[0], burst[1]);
			}
			assertThat(this.room.messages()).isEqualTo((int) taken.stream().mapToLong((burst) -> burst[0]).sum());
		}
		taken.forEach((burst) -> this.room.release((int) burst[0], burst[1]));
		assertThat(this.room.bytes()).isZero();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void boundsMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ReceiveBounds(0, 1))
			.withMessage("'max-messages' must be greater than 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new ReceiveBounds(1, 0))
			.withMessage("'max-size' must be greater than 0");
	}

}
