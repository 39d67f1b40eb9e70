package io.netasync.test;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScriptedPeer}.
 *
 * @author net-async
 */
class ScriptedPeerTests {

	@Test
	void acceptsSeveralConnections() {
		try (ScriptedPeer peer = ScriptedPeer.listen();
				ScriptedConnection first = ScriptedPeer.connect(peer.address());
				ScriptedConnection second = ScriptedPeer.connect(peer.address())) {
			ScriptedConnection firstAccepted = peer.accept();
			ScriptedConnection secondAccepted = peer.accept();
			assertThat(firstAccepted.remoteAddress()).isEqualTo(first.localAddress());
			assertThat(secondAccepted.remoteAddress()).isEqualTo(second.localAddress());
			second.sendFrame("second");
			first.sendFrame("first");
			assertThat(firstAccepted.expectFrame()).asString().isEqualTo("first");
			assertThat(secondAccepted.expectFrame()).asString().isEqualTo("second");
		}
	}

	@Test
	void acceptFailsInTime() {
		try (ScriptedPeer peer = ScriptedPeer.listen().timeout(Duration.ofMillis(100))) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(peer::accept)
				.withMessage("Expected a connection to port " + peer.port() + " within PT0.1S but none came");
		}
	}

	@Test
	void listensAgainOnTheSamePort() {
		ScriptedPeer peer = ScriptedPeer.listen();
		try (ScriptedConnection client = ScriptedPeer.connect(peer.address())) {
			peer.accept();
			peer.close();
			client.expectClosed();
		}
		try (ScriptedPeer again = ScriptedPeer.listen(peer.port())) {
			assertThat(again.address()).isEqualTo(peer.address());
		}
	}

	@Test
	void portInUseFails() {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ScriptedPeer.listen(peer.port()))
				.withMessageContaining("Can't listen on");
		}
	}

	@Test
	void connectingToAClosedPortFails() {
		ScriptedPeer peer = ScriptedPeer.listen();
		InetSocketAddress address = peer.address();
		peer.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ScriptedPeer.connect(address))
			.withCauseInstanceOf(ConnectException.class);
	}

	@Test
	void echoesOnAllConnections() {
		try (ScriptedPeer peer = ScriptedPeer.echoing();
				ScriptedConnection first = ScriptedPeer.connect(peer.address());
				ScriptedConnection second = ScriptedPeer.connect(peer.address())) {
			first.sendFrame("one");
			second.sendFrame("two").halfClose();
			assertThat(second.expectFrame()).asString().isEqualTo("two");
			assertThat(first.expectFrame()).asString().isEqualTo("one");
			second.expectClosed();
			first.reset();
		}
	}

	@Test
	void closingPeerClosesEveryConnection() {
		try (ScriptedPeer peer = ScriptedPeer.closing()) {
			for (int i = 0; i < 20; i++) {
				try (ScriptedConnection client = ScriptedPeer.connect(peer.address())) {
					client.expectClosed();
				}
			}
		}
	}

	@Test
	void failedScriptFailsTheClose() {
		ScriptedPeer peer = ScriptedPeer.listen().onConnection(ScriptedConnection::expectHeartbeat);
		try (ScriptedConnection client = ScriptedPeer.connect(peer.address())) {
			client.sendFrame("no heartbeat").expectClosed();
		}
		assertThatExceptionOfType(AssertionError.class).isThrownBy(peer::close)
			.withMessageStartingWith("A script on port " + peer.port() + " failed: Expected a heartbeat");
		peer.close();
	}

	@Test
	void closeEndsScriptsStillWaiting() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(2);
		ScriptedPeer peer = ScriptedPeer.listen().onConnection((connection) -> {
			running.countDown();
			new CountDownLatch(1).await();
		});
		try (ScriptedConnection first = ScriptedPeer.connect(peer.address());
				ScriptedConnection second = ScriptedPeer.connect(peer.address())) {
			running.await();
			peer.close();
			first.expectClosed();
			second.expectClosed();
		}
	}

}
