package io.netasync.server;

import java.time.Duration;
import java.util.List;

import io.netasync.server.SlowConsumer.Action;
import io.netasync.transport.Subnet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerLimits}.
 *
 * @author net-async
 */
class ServerLimitsTests {

	@Test
	void eachLimitIsSetByItself() {
		ServerLimits limits = ServerLimits.defaults()
			.maxConnections(1)
			.maxConnectionsPerAddress(2)
			.acceptRate(3)
			.allow(List.of("10.0.0.0/8"))
			.deny(List.of("10.1.0.0/16"))
			.firstFrameTimeout(Duration.ofSeconds(4))
			.frameTimeout(Duration.ofSeconds(5))
			.idleTimeout(Duration.ofSeconds(6))
			.maxAge(Duration.ofSeconds(7))
			.slowConsumer(new SlowConsumer(Duration.ofSeconds(8), Action.KICK));
		assertThat(limits.maxConnections()).isEqualTo(1);
		assertThat(limits.maxConnectionsPerAddress()).isEqualTo(2);
		assertThat(limits.acceptRate()).isEqualTo(3);
		assertThat(limits.allow()).containsExactly(Subnet.parse("10.0.0.0/8"));
		assertThat(limits.deny()).containsExactly(Subnet.parse("10.1.0.0/16"));
		assertThat(limits.firstFrameTimeout()).hasSeconds(4);
		assertThat(limits.frameTimeout()).hasSeconds(5);
		assertThat(limits.idleTimeout()).hasSeconds(6);
		assertThat(limits.maxAge()).hasSeconds(7);
		assertThat(limits.slowConsumer()).isEqualTo(new SlowConsumer(Duration.ofSeconds(8), Action.KICK));
	}

	@Test
	void limitsThatCannotBeAreRefused() {
		ServerLimits limits = ServerLimits.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> limits.maxConnections(0))
			.withMessage("'max-connections' must be greater than 0");
		assertThatIllegalArgumentException().isThrownBy(() -> limits.maxConnectionsPerAddress(-1))
			.withMessage("'max-connections-per-address' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> limits.acceptRate(-1))
			.withMessage("'accept-rate' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> limits.maxAge(Duration.ofSeconds(-1)))
			.withMessage("'max-age' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> new SlowConsumer(Duration.ofSeconds(-1), Action.EVENT))
			.withMessage("'after' must not be negative");
	}

}
