package io.netasync.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import io.netasync.client.NetAsyncClient;
import io.netasync.transport.BindFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The section "Start-up" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class StartUpGuaranteesTests extends GuaranteesFixture {

	@Test
	void aPeerThatCantBeReachedDoesNotFailTheStart() {
		int port = TestSpecs.freePort();
		NetAsyncClient client = client(port);
		client.send("early");
		await(() -> client.snapshot().failures() > 2);
		server((options) -> options.port(port).handler((message) -> this.received.add(TestSpecs.text(message))));
		await(() -> this.received.contains("early"));
	}

	@Test
	void aPortInUseFailsTheStart() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(BindFailedException.class)
				.isThrownBy(() -> server((options) -> options.port(taken.getLocalPort())))
				.withMessageContaining(String.valueOf(taken.getLocalPort()));
		}
		assertThat(this.net.netAsync().servers()).isEmpty();
	}

	@Test
	void aContradictionFailsTheStartAndNamesTheProperty() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> server((options) -> options
				.heartbeat((heartbeat) -> heartbeat.interval(Duration.ofSeconds(9)).timeout(Duration.ofSeconds(3)))))
			.withMessageContaining("'heartbeat.timeout'");
		assertThat(this.net.netAsync().servers()).isEmpty();
	}

}
