package io.netasync.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.client.NetAsyncClient;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Closing" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class ClosingGuaranteesTests extends GuaranteesFixture {

	@Test
	void closingAClientWritesWhatWaits() throws Exception {
		NetAsyncServer server = server(
				(options) -> options.handler((message) -> this.received.add(TestSpecs.text(message))));
		NetAsyncClient client = client(server.port(), (options) -> options.closeTimeout(SOON));
		assertThat(client.awaitConnected(SOON)).isTrue();
		client.pause();
		TestSpecs.numbers(0, 900).forEach(client::send);
		client.close();
		await(() -> this.received.size() == 900);
		assertThat(this.received).isEqualTo(TestSpecs.numbers(0, 900));
	}

	@Test
	void whatCantBeWrittenByThenFails() {
		NetAsyncClient client = roomy();
		ScriptedConnection unread = accept();
		List<CompletionStage<SendResult>> results = sendLarge(client, 40);
		client.close();
		assertFailed(results.get(39), Reason.CLOSED);
		assertThat(client.snapshot().ledger().pending()).isZero();
		unread.close();
	}

	@Test
	void closingAServerLetsWhatIsBeingHandledBeAnswered() throws Exception {
		CountDownLatch handling = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		NetAsyncServer server = server(
				(options) -> options.drainTimeout(SOON).channels((channels) -> channels.subscribe((message) -> {
					handling.countDown();
					awaitGo(go);
					channels.outbound().send(message);
				})));
		try (ScriptedConnection connection = ScriptedPeer.connect(TestSpecs.address(server.port())).timeout(SOON)) {
			connection.sendFrame("1").sendFrame("2");
			assertThat(handling.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
			CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
			await(() -> !server.isListening());
			go.countDown();
			assertThat(connection.expectFrame()).asString().isEqualTo("1");
			assertThat(connection.expectFrame()).asString().isEqualTo("2");
			connection.expectClosed().close();
			get(closing);
		}
	}

	private static void awaitGo(CountDownLatch go) {
		try {
			go.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void closingAServerFreesItsPortAtOnce() throws IOException {
		NetAsyncServer server = server((options) -> {
		});
		int port = server.port();
		try (ScriptedConnection connection = ScriptedPeer.connect(TestSpecs.address(port))) {
			onlyConnection(server);
			server.close();
			try (ServerSocket next = new ServerSocket()) {
				next.setReuseAddress(true);
				next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				assertThat(next.isBound()).isTrue();
			}
			connection.expectClosed();
		}
	}

	@Test
	void whatIsClosedLeavesNoThreadBehind() {
		NetAsyncServer server = server((options) -> options
			.channels((channels) -> channels.subscribe((message) -> channels.outbound().send(message))));
		NetAsyncClient client = client(server.port());
		get(client.request("hello", SOON));
		assertThat(threads()).isNotEmpty();
		client.close();
		server.close();
		await(() -> threads().isEmpty());
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("netasync-client-feed-") || name.startsWith("netasync-server-orders-"))
			.toList();
	}

	@Test
	void whatIsClosedLeavesNothingInTheMemoryBudget() {
		NetAsyncClient connected = roomy();
		accept();
		sendLarge(connected, 40);
		NetAsyncClient unconnected = client("other", TestSpecs.freePort(), (options) -> {
		});
		TestSpecs.numbers(0, 900).forEach(unconnected::send);
		assertThat(this.budget.used()).isPositive();
		connected.close();
		unconnected.close();
		await(() -> this.budget.used() == 0);
	}

	@Test
	void aConnectionThatIsGoneLeavesNothingInTheMemoryBudget() {
		NetAsyncServer server = server((options) -> options.handler((message) -> {
		}));
		List<ScriptedConnection> peers = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			peers.add(ScriptedPeer.connect(TestSpecs.address(server.port())));
			// half a frame of 64 KB
			peers.get(i).sendHex("00010000").send(new byte[1 << 15]);
		}
		await(() -> server.connections().size() == 5);
		for (NetAsyncConnection connection : server.connections()) {
			for (int i = 0; i < 10; i++) {
				connection.send(new byte[LARGE]);
			}
		}
		await(() -> this.budget.used() > 5 * LARGE);
		peers.forEach(ScriptedConnection::reset);
		await(() -> server.connections().isEmpty());
		await(() -> this.budget.used() == 0);
	}

	private NetAsyncClient roomy() {
		return client(this.peer.port(), (options) -> options.closeTimeout(Duration.ofMillis(100))
			.sendBuffer((buffer) -> buffer.maxMessages(100).maxSize(DataSize.ofMegabytes(64))));
	}

}
