package io.netasync.transport;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Pace} and {@link RateLimit}.
 *
 * @author net-async
 */
class PaceTests {

	private static final long SECOND = 1_000_000_000L;

	private final Pace pace = new Pace();

	@Test
	void withoutARateEverythingPasses() {
		this.pace.set(0, 0, 0);
		this.pace.take(1_000_000, Long.MAX_VALUE / 2, 0);
		assertThat(this.pace.waitNanos(0)).isZero();
		assertThat(this.pace.messages(0)).isEqualTo(Integer.MAX_VALUE);
		assertThat(this.pace.bytes(0)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void letsATenthOfASecondPassAtOnce() {
		this.pace.set(1000, 50_000, 0);
		assertThat(this.pace.messages(0)).isEqualTo(100);
		assertThat(this.pace.bytes(0)).isEqualTo(5000);
		this.pace.take(100, 5000, 0);
		assertThat(this.pace.messages(0)).isZero();
		assertThat(this.pace.waitNanos(0)).isCloseTo(SECOND / 1000, within(10L));
	}

	@Test
	void neverWaitsLongerThanASecondSoThatAHigherRateIsNoticed() {
		this.pace.set(0, 10, 0);
		this.pace.take(1, 1_000_000, 0);
		assertThat(this.pace.waitNanos(0)).isEqualTo(SECOND);
		this.pace.set(0, 1_000_000, SECOND);
		assertThat(this.pace.waitNanos(SECOND)).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void keepsTheRateThatIsReachedFirst(long seed) {
		Random random = new Random(seed);
		this.pace.set(1000, 100_000, 0);
		long now = 0;
		long messages = 0;
		long bytes = 0;
		while (now < 100 * SECOND) {
			now += this.pace.waitNanos(now);
			if (this.pace.messages(now) > 0 && this.pace.bytes(now) > 0) {
				int size = random.nextInt(400);
				this.pace.take(1, size, now);
				messages++;
				bytes += size;
			}
			now += random.nextInt(1000);
		}
		assertThat(bytes).isCloseTo(10_000_000, within(200_000L));
		assertThat(messages).isLessThan(100_200);
	}

	@Test
	void ratesMustNotBeNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.NONE.messagesIn(-1))
			.withMessage("'messages-in' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.NONE.bytesOut(-1))
			.withMessage("'bytes-out' must not be negative");
	}

}
