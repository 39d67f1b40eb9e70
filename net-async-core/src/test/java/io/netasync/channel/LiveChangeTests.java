package io.netasync.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of what is changed while messages flow.
 *
 * @author net-async
 */
@Timeout(60)
class LiveChangeTests {

	private final TestNetAsync net = new TestNetAsync();

	private final Channels channels = TestNetAsync.channels();

	private final List<String> received = TestSpecs.texts(this.channels);

	private final List<NetAsyncServer> servers = new ArrayList<>();

	@AfterEach
	void close() {
		this.net.close();
	}

	private Endpoint echo() {
		ServerSpec spec = TestSpecs.server(TestSpecs.heartbeats(300, 3000), 0, 10);
		NetAsyncServer server = this.net.echo(new ServerSpec("orders-" + this.servers.size(), spec.address(), 0,
				spec.connection(), spec.limits(), spec.drainTimeout(), spec.workerThreads()));
		this.servers.add(server);
		return TestSpecs.at(server.port());
	}

	private NetAsyncClient client(Endpoint... endpoints) throws InterruptedException {
		NetAsyncClient client = this.net.client(TestSpecs.client(TestSpecs.heartbeats(300, 3000), TestSpecs.eager(),
				TestSpecs.failover(Strategy.ORDERED, 0), endpoints), this.channels);
		assertThat(client.awaitConnected(Duration.ofSeconds(10))).isTrue();
		return client;
	}

	@Test
	void newAddressesLoseDoubleAndReorderNothing() throws Exception {
		NetAsyncClient client = client(echo());
		Traffic traffic = new Traffic(this.channels);
		Awaitility.await().until(() -> this.received.size() > 300);
		for (int i = 0; i < 3; i++) {
			Endpoint next = echo();
			client.addresses(List.of(next));
			Awaitility.await().until(() -> next.equals(client.snapshot().endpoint()));
			int before = traffic.sent();
			Awaitility.await().until(() -> this.received.size() > before + 100);
		}
		int sent = traffic.stop();
		Awaitility.await().until(() -> this.received.size() >= sent);
		assertThat(this.received).isEqualTo(TestSpecs.numbers(0, sent));
		assertThat(client.snapshot().ledger().sent()).isEqualTo(sent);
		assertThat(client.snapshot().ledger().refused()).isZero();
		assertThat(this.servers).last().satisfies((server) -> assertThat(server.connections()).hasSize(1));
		assertThat(this.servers.get(0).connections()).isEmpty();
		assertThat(this.net.events(NetAsyncEvent.FailedOver.class)).hasSize(3);
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class)).filteredOn((event) -> event.name().equals("feed"))
			.extracting(NetAsyncEvent.Disconnected::reason)
			.contains(DisconnectReason.FAILBACK)
			.doesNotContain(DisconnectReason.CONNECTION_LOST, DisconnectReason.HEARTBEAT_TIMEOUT);
	}

	@Test
	void staysWhereItIsUntilANewAddressAnswers() throws Exception {
		Endpoint old = echo();
		NetAsyncClient client = client(old);
		int port = TestSpecs.freePort();
		client.addresses(List.of(TestSpecs.at(port)));
		Awaitility.await().until(() -> client.snapshot().failures() >= 3);
		client.send("still").toCompletableFuture().get(10, TimeUnit.SECONDS).orThrow();
		Awaitility.await().until(() -> this.received.equals(List.of("still")));
		assertThat(client.snapshot().endpoint()).isEqualTo(old);
		this.net.echo(TestSpecs.server(TestSpecs.heartbeats(300, 3000), port, 10));
		Awaitility.await().until(() -> TestSpecs.at(port).equals(client.snapshot().endpoint()));
		assertThat(client.addresses()).containsExactly(TestSpecs.at(port));
	}

	@Test
	void newAddressesHoldAtOnceForAClientThatWaits() throws Exception {
		ReconnectPolicy hourly = new ReconnectPolicy(Duration.ofHours(1), 1, Duration.ofHours(1), 0,
				Duration.ofSeconds(10), ReconnectPolicy.UNLIMITED);
		NetAsyncClient client = this.net.client(TestSpecs.client(ConnectionSpec.defaults(), hourly,
				TestSpecs.failover(Strategy.ORDERED, 0), TestSpecs.at(TestSpecs.freePort())), this.channels);
		Awaitility.await().until(() -> client.snapshot().failures() > 0);
		client.addresses(List.of(echo()));
		assertThat(client.awaitConnected(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void anotherPolicyHoldsFromTheNextAttemptOn() throws Exception {
		NetAsyncClient client = client(echo());
		client
			.reconnect(new ReconnectPolicy(Duration.ofHours(1), 1, Duration.ofHours(1), 0, Duration.ofSeconds(10), 1));
		this.servers.get(0).close();
		Awaitility.await().until(() -> client.state() == ConnectionState.DISCONNECTED);
	}

	@Test
	void refusesAddressesThatCanNotBe() throws Exception {
		Endpoint there = echo();
		NetAsyncClient client = client(there);
		assertThatIllegalArgumentException().isThrownBy(() -> client.addresses(List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> client.addresses(List.of(there, there)));
		assertThat(client.addresses()).containsExactly(there);
	}

	@Test
	void aPausedClientKeepsItsConnectionAndWhatIsSent() throws Exception {
		NetAsyncClient client = client(echo());
		client.pause();
		assertThat(client.isPaused()).isTrue();
		for (int i = 0; i < 50; i++) {
			client.send(String.valueOf(i));
		}
		LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
		NetAsyncServer server = this.servers.get(0);
		server.broadcast(new GenericMessage<>("not yet"));
		LockSupport.parkNanos(Duration.ofMillis(3500).toNanos());
		assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
		assertThat(client.snapshot().ledger().pending()).isEqualTo(50);
		assertThat(this.received).isEmpty();
		assertThat(server.connections()).hasSize(1);
		client.resume();
		Awaitility.await().until(() -> this.received.size() == 51);
		assertThat(this.received).first().isEqualTo("not yet");
		assertThat(this.received.subList(1, 51)).isEqualTo(TestSpecs.numbers(0, 50));
		assertThat(client.snapshot().connects()).isEqualTo(1);
	}

	@Test
	void otherSendBuffersHoldForWhatComesNext() throws Exception {
		NetAsyncClient client = client(echo());
		NetAsyncServer server = this.servers.get(0);
		Awaitility.await().until(() -> server.connections().size() == 1);
		SendBufferPolicy two = new SendBufferPolicy(2, 1000, Overflow.FAIL, Duration.ZERO);
		client.pause();
		server.pause();
		client.sendBuffer(two);
		server.sendBuffer(two);
		for (int i = 0; i < 5; i++) {
			client.send("x");
			server.broadcast(new GenericMessage<>("y"));
		}
		assertThat(client.snapshot().ledger().pending()).isEqualTo(2);
		assertThat(server.snapshot().ledger().pending()).isEqualTo(2);
		assertThat(client.snapshot().ledger().refused()).isEqualTo(3);
		client.sendBuffer(SendBufferPolicy.defaults());
		server.sendBuffer(SendBufferPolicy.defaults());
		client.send("x");
		assertThat(client.snapshot().ledger().pending()).isEqualTo(3);
		server.resume();
		client.resume();
		Awaitility.await().until(() -> this.received.size() == 5);
	}

	@Test
	void aClientThatIsPausedWhileItReconnectsStaysPaused() throws Exception {
		NetAsyncClient client = client(echo(), echo());
		client.pause();
		assertThat(client.isPaused()).isTrue();
		client.reconnect();
		Awaitility.await().until(() -> client.snapshot().connects() == 2);
		client.send("later");
		LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
		assertThat(client.snapshot().ledger().pending()).isEqualTo(1);
		client.resume();
		Awaitility.await().until(() -> this.received.equals(List.of("later")));
	}

	@Test
	void aPausedClientChangesOverAndStaysPaused() throws Exception {
		NetAsyncClient client = client(echo());
		client.pause();
		client.send("later");
		Endpoint next = echo();
		client.addresses(List.of(next));
		Awaitility.await().until(() -> next.equals(client.snapshot().endpoint()));
		assertThat(client.snapshot().ledger().pending()).isEqualTo(1);
		client.resume();
		Awaitility.await().until(() -> this.received.equals(List.of("later")));
	}

	@Test
	void aPausedClientClosesWithoutLosingWhatWaits() throws Exception {
		AtomicInteger served = new AtomicInteger();
		NetAsyncServer server = this.net.netAsync()
			.accept("counting", (orders) -> orders.port(0).handler((message) -> served.incrementAndGet()));
		NetAsyncClient client = client(TestSpecs.at(server.port()));
		client.pause();
		for (int i = 0; i < 10; i++) {
			client.send("x");
		}
		client.close();
		Awaitility.await().until(() -> served.get() == 10);
		assertThat(client.snapshot().ledger().failed()).isZero();
	}

	@Test
	void aPausedServerKeepsItsConnectionsAndTurnsOthersAway() throws Exception {
		NetAsyncClient client = client(echo());
		NetAsyncServer server = this.servers.get(0);
		Awaitility.await().until(() -> server.connections().size() == 1);
		server.pause();
		client.send("ping");
		server.broadcast(new GenericMessage<>("not yet"));
		Channels others = TestNetAsync.channels();
		NetAsyncClient other = this.net.client(new ClientSpec("other", List.of(TestSpecs.at(server.port())),
				ConnectionSpec.defaults(), Duration.ofSeconds(5), TestSpecs.eager(),
				TestSpecs.failover(Strategy.ORDERED, 0), Duration.ofSeconds(1)), others);
		Awaitility.await().until(() -> this.net.events(NetAsyncEvent.ConnectionRejected.class).size() > 2);
		LockSupport.parkNanos(Duration.ofMillis(3500).toNanos());
		assertThat(this.received).isEmpty();
		assertThat(client.snapshot().connects()).isEqualTo(1);
		assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
		assertThat(server.snapshot().ledger().pending()).isBetween(1L, 2L);
		server.resume();
		Awaitility.await().until(() -> this.received.size() == 2);
		assertThat(this.received).containsExactlyInAnyOrder("not yet", "ping");
		assertThat(other.awaitConnected(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void aDrainedServerHasAnsweredAllAndListensNoMore() throws Exception {
		NetAsyncClient client = client(echo());
		for (int i = 0; i < 200; i++) {
			client.send(String.valueOf(i)).toCompletableFuture().get(10, TimeUnit.SECONDS).orThrow();
		}
		NetAsyncServer server = this.servers.get(0);
		Awaitility.await().until(() -> server.snapshot().received() == 200);
		server.drain();
		assertThat(server.isListening()).isFalse();
		Awaitility.await().until(() -> server.connections().isEmpty());
		assertThat(this.received).isEqualTo(TestSpecs.numbers(0, 200));
		assertThat(this.net.netAsync().server("orders-0")).isPresent();
		server.close();
		assertThat(this.net.netAsync().server("orders-0")).isEmpty();
	}

	/**
	 * Sends numbers until it is stopped.
	 */
	private static final class Traffic {

		private final AtomicBoolean done = new AtomicBoolean();

		private final AtomicInteger sent = new AtomicInteger();

		private final Thread thread;

		Traffic(Channels channels) {
			this.thread = new Thread(() -> {
				while (!this.done.get()) {
					channels.outbound().send(new GenericMessage<>(String.valueOf(this.sent.get())));
					this.sent.incrementAndGet();
					LockSupport.parkNanos(200_000);
				}
			});
			this.thread.start();
		}

		int sent() {
			return this.sent.get();
		}

		int stop() throws InterruptedException {
			this.done.set(true);
			this.thread.join();
			return this.sent.get();
		}

	}

}
