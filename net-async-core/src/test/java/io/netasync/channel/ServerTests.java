package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.NoSuchConnectionException;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of servers: whom they admit, whom they address and how they end.
 *
 * @author net-async
 */
@Timeout(60)
class ServerTests {

	private final TestNetAsync net = new TestNetAsync();

	private final Channels channels = TestNetAsync.channels();

	private final List<Message<?>> errors = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.net.close();
	}

	@Test
	void broadcastsToAll() {
		NetAsyncServer server = start(10);
		List<ScriptedConnection> clients = connect(server, 3);
		this.channels.outbound()
			.send(MessageBuilder.withPayload("hello").setHeader(NetAsyncHeaders.BROADCAST, true).build());
		for (ScriptedConnection client : clients) {
			assertThat(client.expectFrame()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
		}
		assertThat(server.broadcast(new GenericMessage<>("again"))).isEqualTo(3);
	}

	@Test
	void addressesOneConnection() throws Exception {
		NetAsyncServer server = start(10);
		List<ScriptedConnection> clients = connect(server, 3);
		for (ScriptedConnection client : clients) {
			NetAsyncConnection connection = server.connections()
				.stream()
				.filter((candidate) -> candidate.endpoint().port() == client.localAddress().getPort())
				.findFirst()
				.orElseThrow();
			this.channels.outbound()
				.send(MessageBuilder.withPayload("you").setHeader(IpHeaders.CONNECTION_ID, connection.id()).build());
			connection.send("too").toCompletableFuture().get(5, TimeUnit.SECONDS).orThrow();
			assertThat(client.expectFrame()).asString().isEqualTo("you");
			assertThat(client.expectFrame()).asString().isEqualTo("too");
			assertThat(connection.ledger().sent()).isEqualTo(2);
		}
		clients.forEach((client) -> client.expectSilence(Duration.ofMillis(50)));
	}

	@Test
	void eachConnectionMayHaveASendBufferOfItsOwn() {
		NetAsyncServer server = start(10);
		connect(server, 2);
		List<NetAsyncConnection> connections = List.copyOf(server.connections());
		server.pause();
		connections.get(0).sendBuffer(new SendBufferPolicy(1, 1000, Overflow.DROP_OLDEST, Duration.ZERO));
		connections.get(1).sendBuffer(new SendBufferPolicy(1, 1000, Overflow.DROP_NEWEST, Duration.ZERO));
		for (int i = 0; i < 3; i++) {
			server.broadcast(new GenericMessage<>("message " + i));
		}
		assertThat(connections.get(0).ledger().dropped().oldest()).isEqualTo(2);
		assertThat(connections.get(1).ledger().dropped().newest()).isEqualTo(2);
	}

	@Test
	void anUnknownConnectionIsToldToTheCallerAndToErrors() {
		start(10);
		Message<?> message = MessageBuilder.withPayload("x").setHeader(IpHeaders.CONNECTION_ID, "gone").build();
		assertThatExceptionOfType(SendFailedException.class).isThrownBy(() -> this.channels.outbound().send(message))
			.withCauseInstanceOf(NoSuchConnectionException.class)
			.satisfies((ex) -> assertThat(ex.getCause()).hasMessageContaining("'gone'"));
		Awaitility.await().until(() -> this.errors.size() == 1);
		ErrorMessage error = (ErrorMessage) this.errors.get(0);
		assertThat(error.getPayload()).hasCauseInstanceOf(NoSuchConnectionException.class);
		assertThat(error.getOriginalMessage()).isSameAs(message);
		assertThatExceptionOfType(SendFailedException.class)
			.isThrownBy(() -> this.channels.outbound().send(new GenericMessage<>("to nobody")))
			.satisfies((ex) -> assertThat(ex.getCause()).hasMessageContaining("'ip_connectionId'"));
	}

	@Test
	void turnsAwayWhoIsOneTooMany() {
		NetAsyncServer server = start(2);
		List<ScriptedConnection> clients = connect(server, 2);
		try (ScriptedConnection third = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			third.expectClosed();
		}
		Awaitility.await().until(() -> this.net.events(NetAsyncEvent.ConnectionRejected.class).size() == 1);
		clients.get(0).close();
		Awaitility.await().until(() -> server.connections().size() == 1);
		connect(server, 1);
		assertThat(server.snapshot().rejectedInAll()).isEqualTo(1);
		assertThat(server.snapshot().accepted()).isEqualTo(3);
	}

	@Test
	void neverHasMoreConnectionsThanAllowedHoweverManyComeAtOnce() throws Exception {
		for (int round = 0; round < 20; round++) {
			try (TestNetAsync other = new TestNetAsync()) {
				NetAsyncServer server = other.echo(TestSpecs.server(ConnectionSpec.defaults(), 0, 5));
				List<CompletableFuture<ScriptedConnection>> connecting = new ArrayList<>();
				for (int i = 0; i < 40; i++) {
					connecting.add(CompletableFuture
						.supplyAsync(() -> ScriptedPeer.connect(TestSpecs.address(server.port()))));
				}
				CompletableFuture.allOf(connecting.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
				Awaitility.await().until(() -> server.snapshot().accepted() + server.snapshot().rejectedInAll() == 40);
				assertThat(server.snapshot().accepted()).isEqualTo(5);
				connecting.forEach((connection) -> connection.join().close());
			}
		}
	}

	@Test
	void repliesInFlightGoOutBeforeTheServerIsClosed() throws Exception {
		CountDownLatch handling = new CountDownLatch(1);
		CountDownLatch mayReply = new CountDownLatch(1);
		((SubscribableChannel) this.channels.inbound()).subscribe((message) -> {
			handling.countDown();
			try {
				mayReply.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.channels.outbound().send(message);
		});
		NetAsyncServer server = this.net.server(TestSpecs.server(), this.channels);
		List<Object> statuses = TestNetAsync.collect(this.channels.status());
		ScriptedConnection client = connect(server, 1).get(0);
		client.sendFrame("1").sendFrame("2").sendFrame("3");
		handling.await();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
		Awaitility.await().until(() -> !server.isListening());
		mayReply.countDown();
		for (String reply : List.of("1", "2", "3")) {
			assertThat(client.expectFrame()).asString().isEqualTo(reply);
		}
		client.expectClosed().close();
		closing.get(10, TimeUnit.SECONDS);
		assertThat(statuses).endsWith(ConnectionStatus.CLOSED);
		assertThat(server.snapshot().ledger().sent()).isEqualTo(3);
		assertThat(server.snapshot().connections()).isZero();
	}

	@Test
	void aPeerThatDoesNotReadDoesNotHoldUpTheCloseForEver() {
		NetAsyncServer server = start(10);
		connect(server, 2);
		byte[] large = new byte[1_000_000];
		for (int i = 0; i < 8; i++) {
			server.broadcast(new GenericMessage<>(large));
		}
		long began = System.nanoTime();
		server.close();
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
		assertThat(server.snapshot().connections()).isZero();
		assertThat(server.snapshot().ledger().pending()).isZero();
		assertThat(server.snapshot().ledger().accepted())
			.isEqualTo(server.snapshot().ledger().sent() + server.snapshot().ledger().failed());
	}

	private NetAsyncServer start(int maxConnections) {
		this.channels.errors().subscribe(this.errors::add);
		return this.net.server(TestSpecs.server(ConnectionSpec.defaults(), 0, maxConnections), this.channels);
	}

	private static List<ScriptedConnection> connect(NetAsyncServer server, int count) {
		List<ScriptedConnection> connections = new ArrayList<>();
		int before = server.connections().size();
		for (int i = 0; i < count; i++) {
			connections.add(ScriptedPeer.connect(TestSpecs.address(server.port())));
		}
		Awaitility.await().until(() -> server.connections().size() == before + count);
		return connections;
	}

}
