package io.netasync.transport;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link TokenBucket}.
 *
 * @author net-async
 */
class TokenBucketTests {

	private static final long SECOND = 1_000_000_000L;

	@Test
	void holdsNoMoreThanFits() {
		TokenBucket bucket = new TokenBucket(100, 10, 0);
		assertThat(bucket.tokens(1000 * SECOND)).isEqualTo(10);
	}

	@Test
	void whatWasTakenBeyondIsPaidOffFirst() {
		TokenBucket bucket = new TokenBucket(100, 10, 0);
		bucket.take(110, 0);
		assertThat(bucket.tokens(0)).isEqualTo(-100);
		assertThat(bucket.nanosToOne(0)).isCloseTo(SECOND + SECOND / 100, within(10L));
		assertThat(bucket.tryTake(SECOND)).isFalse();
		assertThat(bucket.tryTake(SECOND + SECOND / 100 + 10)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void letsPassWhatTheRateSaysInTheLongRun(long seed) {
		Random random = new Random(seed);
		TokenBucket bucket = new TokenBucket(1000, 100, 0);
		long now = 0;
		long taken = 0;
		while (now < 100 * SECOND) {
			long wait = bucket.nanosToOne(now);
			now += wait + random.nextInt(1000);
			int count = 1 + random.nextInt(50);
			bucket.take(count, now);
			taken += count;
		}
		assertThat(taken).isCloseTo(100_000, within(200L));
	}

}
