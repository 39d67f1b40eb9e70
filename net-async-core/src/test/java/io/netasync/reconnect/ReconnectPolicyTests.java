package io.netasync.reconnect;

import java.time.Duration;
import java.util.Random;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReconnectPolicy}.
 *
 * @author net-async
 */
class ReconnectPolicyTests {

	private final Random random = new Random(1);

	@ParameterizedTest
	@CsvSource({ "1,0", "2,100", "3,200", "4,400", "10,25600", "11,30000", "12,30000", "2147483647,30000" })
	void growsToTheLongestWithoutJitter(int attempt, long millis) {
		assertThat(policy(100, 2, 30_000, 0).delayBefore(attempt, this.random)).hasMillis(millis);
	}

	@Test
	void staysConstantWithAMultiplierOfOne() {
		assertThat(policy(250, 1, 30_000, 0).delayBefore(Integer.MAX_VALUE, this.random)).hasMillis(250);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.25, 1 })
	void drawsFromTheWholeRangeAndNoFurther(double jitter) {
		ReconnectPolicy policy = policy(100, 2, 30_000, jitter);
		assertRange(policy, 1, 0, 100_000_000L * jitter);
		assertRange(policy, 2, 100_000_000L * (1 - jitter), 100_000_000L);
		assertRange(policy, 5, 800_000_000L * (1 - jitter), 800_000_000L);
		assertRange(policy, 1_000, 30_000_000_000L * (1 - jitter), 30_000_000_000L);
	}

	@Test
	void theFirstAttemptWaitsLessThanTheDelayAnd100Milliseconds() {
		assertRange(policy(20, 2, 30_000, 1), 1, 0, 20_000_000L);
		assertRange(policy(5_000, 2, 30_000, 1), 1, 0, 100_000_000L);
	}

	@Test
	void hasTheDocumentedDefaults() {
		assertThat(ReconnectPolicy.defaults()).isEqualTo(new ReconnectPolicy(Duration.ofMillis(100), 2,
				Duration.ofSeconds(30), 1.0, Duration.ofSeconds(10), ReconnectPolicy.UNLIMITED));
		assertThat(FailoverPolicy.defaults())
			.isEqualTo(new FailoverPolicy(FailoverPolicy.Strategy.ORDERED, Duration.ofSeconds(60)));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			0,   2,   30000, 1,   0,  1, 'delay' must be greater than 0
			100, 0.5, 30000, 1,   0,  1, 'multiplier' must not be less than 1
			100, NaN, 30000, 1,   0,  1, 'multiplier' must not be less than 1
			100, 2,   99,    1,   0,  1, 'max-delay' must not be less than 'delay'
			100, 2,   31536000001, 1, 0, 1, 'max-delay' must not be greater than 365d
			100, 2,   30000, 1.1, 0,  1, 'jitter' must be between 0 and 1
			100, 2,   30000, NaN, 0,  1, 'jitter' must be between 0 and 1
			100, 2,   30000, 1,   -1, 1, 'stable-after' must not be negative
			100, 2,   30000, 1,   0,  0, 'max-attempts' must be greater than 0
			""", quoteCharacter = '"')
	void validatesItself(ArgumentsAccessor values) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ReconnectPolicy(Duration.ofMillis(values.getLong(0)), values.getDouble(1),
					Duration.ofMillis(values.getLong(2)), values.getDouble(3), Duration.ofMillis(values.getLong(4)),
					values.getInteger(5)))
			.withMessage(values.getString(6));
	}

	@Test
	void validatesFailover() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FailoverPolicy(FailoverPolicy.Strategy.ORDERED, Duration.ofNanos(-1)))
			.withMessage("'failback-after' must not be negative");
	}

	private void assertRange(ReconnectPolicy policy, int attempt, double least, double most) {
		double slack = 0.01 * (most - least) + 1;
		double[] drawn = DoubleStream.generate(() -> policy.delayBefore(attempt, this.random).toNanos())
			.limit(10_000)
			.sorted()
			.toArray();
		assertThat(drawn[0]).isBetween(least - 1, least + slack);
		assertThat(drawn[drawn.length - 1]).isBetween(most - slack, most);
	}

	private static ReconnectPolicy policy(long delay, double multiplier, long maxDelay, double jitter) {
		return new ReconnectPolicy(Duration.ofMillis(delay), multiplier, Duration.ofMillis(maxDelay), jitter,
				Duration.ofSeconds(10), ReconnectPolicy.UNLIMITED);
	}

}
