package io.netasync.request;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestPolicy} and {@link RequestOptions}.
 *
 * @author net-async
 */
class RequestPolicyTests {

	private static final Function<Message<?>, @Nullable Object> PAYLOAD = Message::getPayload;

	@Test
	void defaultsAreInOrderWithinTenSeconds() {
		RequestPolicy policy = RequestPolicy.defaults();
		assertThat(policy.correlation()).isEqualTo(Correlation.FIFO);
		assertThat(policy.timeout()).hasSeconds(10);
		assertThat(policy.maxPending()).isEqualTo(1024);
	}

	@Test
	void keysMustBeFoundOnBothSides() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new RequestPolicy(Correlation.KEY, Duration.ofSeconds(1), 1, 0, RequestPolicy.NO_KEY, PAYLOAD))
			.withMessage("'request-key' must be set with 'correlation: key'");
		assertThatIllegalArgumentException().isThrownBy(
				() -> new RequestPolicy(Correlation.KEY, Duration.ofSeconds(1), 1, 0, PAYLOAD, RequestPolicy.NO_KEY))
			.withMessage("'reply-key' must be set with 'correlation: key'");
	}

	@Test
	void numbersMustMakeSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> fifo(Duration.ZERO, 1, 0))
			.withMessage("'timeout' must be greater than 0");
		assertThatIllegalArgumentException().isThrownBy(() -> fifo(Duration.ofDays(366), 1, 0))
			.withMessage("'timeout' must not be greater than 365d");
		assertThatIllegalArgumentException().isThrownBy(() -> fifo(Duration.ofSeconds(1), 0, 0))
			.withMessage("'max-pending' must be greater than 0");
		assertThatIllegalArgumentException().isThrownBy(() -> fifo(Duration.ofSeconds(1), 1, -1))
			.withMessage("'max-retries' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> RequestOptions.within(Duration.ofMillis(-1)))
			.withMessage("'timeout' must be greater than 0");
	}

	private static RequestPolicy fifo(Duration timeout, int maxPending, int maxRetries) {
		return new RequestPolicy(Correlation.FIFO, timeout, maxPending, maxRetries, RequestPolicy.NO_KEY,
				RequestPolicy.NO_KEY);
	}

}
