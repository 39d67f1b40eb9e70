package io.netasync.zeromq.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.netasync.zeromq.engine.SocketSecurity.Mechanism;
import io.netasync.zeromq.engine.SocketSettings.Heartbeat;
import io.netasync.zeromq.message.ZeroMqType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link SocketSettings}: what can't be is refused with what to write.
 *
 * @author net-async
 */
class SocketSettingsTests {

	private static SocketSettings settings(ZeroMqType type, List<String> bind, List<String> connect,
			Map<String, String> options) {
		SocketSettings defaults = SocketSettings.of(type);
		return new SocketSettings(type, bind, connect, defaults.topics(), null, 1, 1, 1, Duration.ZERO,
				defaults.heartbeat(), defaults.reconnect(), true, false, false, false, defaults.security(), options);
	}

	@ParameterizedTest
	@CsvSource({ "tcp://*:5555", "tcp://127.0.0.1:0", "tcp://[::1]:5555", "inproc://x", "jeromq-ipc://x" })
	void takesAddressesToBind(String address) {
		assertThat(settings(ZeroMqType.PULL, List.of(address), List.of(), Map.of()).bind()).containsExactly(address);
	}

	@ParameterizedTest
	@CsvSource({ "localhost:5555", "tcp://localhost", "tcp://localhost:99999", "tcp://localhost:*", "udp://x:1",
			"inproc://", "ipc://x" })
	void refusesAddressesToConnect(String address) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings(ZeroMqType.PULL, List.of(), List.of(address), Map.of()))
			.withMessageStartingWith("'connect' must")
			.withMessageContaining("tcp://");
	}

	@Test
	void refusesAnOptionThatIsNotThere() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings(ZeroMqType.PULL, List.of(), List.of(), Map.of("tcp-keepalife", "1")))
			.withMessageContaining("'options' must not have 'tcp-keepalife'")
			.withMessageContaining("tcp-keepalive");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings(ZeroMqType.PULL, List.of(), List.of(), Map.of("linger", "1")))
			.withMessageContaining("property 'linger'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings(ZeroMqType.PULL, List.of(), List.of(), Map.of("backlog", "many")))
			.withMessageContaining("'many' as the value of 'backlog'");
	}

	@Test
	void refusesContradictions() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings(ZeroMqType.PAIR, List.of("inproc://a"), List.of("inproc://b"), Map.of()))
			.withMessageContaining("one peer");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Heartbeat(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
			.withMessage("'timeout' must be greater than 'interval'");
	}

	@Test
	void aServerSaysWhomItLetsIn() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new SocketSecurity(Mechanism.PLAIN, true, null, null, Map.of(), null, null, null, List.of()))
			.withMessage("'users' must be set for a server with 'mechanism: plain'");
		assertThatIllegalArgumentException().isThrownBy(
				() -> new SocketSecurity(Mechanism.CURVE, false, null, null, Map.of(), null, "short", null, List.of()));
	}

	@Test
	void secretsAreNotPrinted() {
		SocketSecurity security = new SocketSecurity(Mechanism.PLAIN, false, "alice", "hush", Map.of("bob", "hush"),
				null, null, null, List.of());
		assertThat(Stream.of(security.toString(), "x" + security)).noneMatch((text) -> text.contains("hush"));
	}

}
