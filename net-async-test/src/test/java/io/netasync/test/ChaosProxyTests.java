package io.netasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ChaosProxy}.
 *
 * @author net-async
 */
class ChaosProxyTests {

	private final ScriptedPeer peer = ScriptedPeer.listen();

	private final ChaosProxy proxy = ChaosProxy.start(this.peer.address());

	@AfterEach
	void close() {
		this.proxy.close();
		this.peer.close();
	}

	@Test
	void passesBytesBothWaysAndCountsThem() {
		try (ScriptedConnection client = connect(); ScriptedConnection server = this.peer.accept()) {
			client.sendFrame("ping");
			assertThat(server.expectFrame()).asString().isEqualTo("ping");
			server.sendFrame("pong!");
			assertThat(client.expectFrame()).asString().isEqualTo("pong!");
			assertThat(this.proxy.bytes(Direction.UPSTREAM)).isEqualTo(8);
			assertThat(this.proxy.bytes(Direction.DOWNSTREAM)).isEqualTo(9);
		}
	}

	@Test
	void countsConnections() {
		ScriptedConnection client = connect();
		try (ScriptedConnection server = this.peer.accept()) {
			assertThat(this.proxy.connections()).isOne();
			client.close();
			server.expectClosed();
		}
		awaitNoConnections();
		assertThat(this.proxy.accepted()).isOne();
	}

	@Test
	void passesHalfCloseOn() {
		try (ScriptedConnection client = connect(); ScriptedConnection server = this.peer.accept()) {
			client.halfClose();
			server.expectClosed().sendFrame("answer after the end");
			assertThat(client.expectFrame()).asString().isEqualTo("answer after the end");
		}
	}

	@Test
	void passesResetOn() {
		try (ScriptedConnection client = connect(); ScriptedConnection server = this.peer.accept()) {
			client.sendHeartbeat();
			server.expectHeartbeat();
			client.reset();
			server.expectReset();
		}
		awaitNoConnections();
	}

	@Test
	void slowReaderSlowsTheWriter() {
		try (ScriptedConnection client = connect()) {
			client.timeout(Duration.ofMillis(200));
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> client.send(new byte[32 * 1024 * 1024]));
		}
	}

	@Test
	void unreachableServerClosesTheConnection() {
		this.peer.close();
		try (ScriptedConnection client = connect()) {
			client.expectClosed();
		}
		awaitNoConnections();
	}

	@Test
	void unresolvableServerClosesTheConnection() {
		InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 7000);
		try (ChaosProxy other = ChaosProxy.start(nowhere);
				ScriptedConnection client = ScriptedPeer.connect(other.address())) {
			client.timeout(Duration.ofSeconds(30)).expectClosed();
		}
	}

	@Test
	void downCutsAndRefusesAndUpWorksOnTheSamePort() {
		try (ScriptedConnection client = connect(); ScriptedConnection server = this.peer.accept()) {
			this.proxy.down();
			client.expectClosed();
			server.expectClosed();
			for (int i = 0; i < 50; i++) {
				assertRefused();
			}
		}
		this.proxy.up();
		assertWorks();
	}

	@Test
	void downKeepsThePortFromOthers() {
		this.proxy.down();
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> ScriptedPeer.listen(this.proxy.port()).close())
			.withMessageContaining("Can't listen on");
	}

	@Test
	void stopAcceptingKeepsConnections() {
		try (ScriptedConnection client = connect(); ScriptedConnection server = this.peer.accept()) {
			this.proxy.stopAccepting().stopAccepting();
			assertRefused();
			client.sendHeartbeat();
			server.expectHeartbeat();
			this.proxy.up().up();
			assertWorks();
		}
	}

	@Test
	void healOpensThePortAgain() {
		this.proxy.add(Fault.freeze()).down().heal();
		assertWorks();
	}

	@Test
	void cutClosesInOrder() {
		try (ScriptedConnection client = connect(); ScriptedConnection server = this.peer.accept()) {
			client.sendFrame("unread");
			this.proxy.freeze();
			client.sendFrame("unread by the proxy too");
			this.proxy.cut();
			assertThat(client.receive()).isEmpty();
			assertThat(server.receiveUntilClosed()).asString().doesNotContain("proxy");
			assertThat(this.proxy.connections()).isZero();
		}
	}

	@Test
	void resetIsSeenAsConnectionReset() {
		try (ScriptedConnection client = connect(); ScriptedConnection server = this.peer.accept()) {
			this.proxy.reset();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(client::receive)
				.havingCause()
				.withMessageContaining("Connection reset");
			server.expectReset();
		}
	}

	@Test
	void listensOnAGivenPort() {
		int port = this.proxy.port();
		this.proxy.close();
		try (ChaosProxy again = ChaosProxy.start(this.peer.address(), port)) {
			assertThat(again.port()).isEqualTo(port);
		}
	}

	@Test
	void portInUseFailsTheStart() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> ChaosProxy.start(this.peer.address(), this.peer.port()))
			.withCauseInstanceOf(IOException.class)
			.withMessageContaining("Can't listen on");
	}

	@Test
	void closedProxyRefusesChanges() {
		this.proxy.close();
		this.proxy.close();
		assertThatIllegalStateException().isThrownBy(this.proxy::freeze)
			.withMessage("netasync-test-proxy-" + this.proxy.port() + "-1 is closed");
	}

	private ScriptedConnection connect() {
		return ScriptedPeer.connect(this.proxy.address());
	}

	private void assertRefused() {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::connect)
			.withCauseInstanceOf(ConnectException.class);
	}

	private void assertWorks() {
		try (ScriptedConnection client = connect(); ScriptedConnection server = this.peer.accept()) {
			client.sendHeartbeat();
			server.expectHeartbeat();
		}
	}

	private void awaitNoConnections() {
		Awaitility.await().untilAsserted(() -> assertThat(this.proxy.connections()).isZero());
	}

}
