package io.netasync.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.netasync.buffer.Overflow;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionStatus;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Statuses" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class StatusesGuaranteesTests extends GuaranteesFixture {

	private final List<Object> statuses = new CopyOnWriteArrayList<>();

	private final CountDownLatch go = new CountDownLatch(1);

	@Test
	void aClientIsToldConnectedAndDisconnectedInTurn() {
		client(this.peer.port(), this::listen);
		for (int i = 0; i < 10; i++) {
			ScriptedConnection connection = accept();
			int told = 2 * i + 1;
			await(() -> this.statuses.size() == told);
			connection.reset();
		}
		await(() -> this.statuses.size() >= 20);
		List<Object> inTurn = IntStream.range(0, 20)
			.<Object>mapToObj((i) -> (i % 2 == 0) ? ConnectionStatus.CONNECTED : ConnectionStatus.DISCONNECTED)
			.toList();
		assertThat(List.copyOf(this.statuses).subList(0, 20)).isEqualTo(inTurn);
	}

	@Test
	void connectedComesBeforeTheFirstMessageAndDisconnectedAfterTheLast() {
		client(this.peer.port(), (options) -> options.statusInInbound(true).handler(this::note));
		for (int i = 0; i < 5; i++) {
			ScriptedConnection connection = accept();
			connection.sendFrame("first").sendFrame("last");
			connection.close();
			int told = 4 * (i + 1);
			await(() -> this.received.size() >= told);
			assertThat(List.copyOf(this.received).subList(told - 4, told)).containsExactly("CONNECTED", "first", "last",
					"DISCONNECTED");
		}
	}

	@Test
	void nothingFollowsClosed() {
		NetAsyncClient client = client(this.peer.port(),
				(options) -> options.statusInInbound(true).handler(this::note));
		ScriptedConnection connection = accept();
		connection.sendFrame("message");
		await(() -> this.received.contains("message"));
		connection.close();
		client.close();
		client.reconnect();
		client.start();
		client.close();
		await(() -> this.received.contains("CLOSED"));
		List<String> told = List.copyOf(this.received);
		assertThat(told).endsWith("CLOSED");
		Awaitility.await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> this.received.equals(told));
	}

	@Test
	void aConnectionOfAServerIsConnectedOnceAndClosedOnce() {
		NetAsyncServer server = server(this::listen);
		try (ScriptedConnection connection = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			onlyConnection(server);
			connection.reset();
		}
		await(() -> server.connections().isEmpty());
		server.close();
		assertThat(this.statuses).containsExactly(ConnectionStatus.CONNECTED, ConnectionStatus.CLOSED);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "BLOCK", "FAIL" })
	void noPolicyDropsAStatus(Overflow overflow) {
		NetAsyncServer server = server((options) -> options.statusInInbound(true)
			.receiveBuffer((buffer) -> buffer.maxMessages(1).overflow(overflow))
			.handler((message) -> {
				awaitGo();
				note(message);
			}));
		try (ScriptedConnection connection = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			TestSpecs.numbers(0, 100).forEach(connection::sendFrame);
			await(() -> server.snapshot().received() == 100);
		}
		await(() -> server.connections().isEmpty());
		this.go.countDown();
		await(() -> this.received.contains("CLOSED"));
		assertThat(this.received).startsWith("CONNECTED").endsWith("CLOSED").hasSize(3);
	}

	private void listen(ConnectionBuilder<?> options) {
		options.channels((channels) -> channels.status().subscribe((status) -> this.statuses.add(status.getPayload())));
	}

	private void note(Message<?> message) {
		this.received
			.add((message.getPayload() instanceof ConnectionStatus status) ? status.name() : TestSpecs.text(message));
	}

	private void awaitGo() {
		try {
			this.go.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
