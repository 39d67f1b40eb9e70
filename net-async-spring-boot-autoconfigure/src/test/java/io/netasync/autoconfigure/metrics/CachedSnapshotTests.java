package io.netasync.autoconfigure.metrics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CachedSnapshot}.
 *
 * @author net-async
 */
class CachedSnapshotTests {

	private final AtomicInteger taken = new AtomicInteger();

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final CachedSnapshot<Integer> snapshot = new CachedSnapshot<>(this.taken::incrementAndGet, this.now::get);

	@Test
	void allMetersOfAScrapeReadTheSame() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.snapshot.get()).isEqualTo(1);
		}
		this.now.addAndGet(CachedSnapshot.AGE.toNanos());
		assertThat(this.snapshot.get()).isEqualTo(1);
	}

	@Test
	void theNextScrapeReadsAnother() {
		this.snapshot.get();
		this.now.addAndGet(CachedSnapshot.AGE.toNanos() + 1);
		assertThat(this.snapshot.get()).isEqualTo(2);
	}

}
