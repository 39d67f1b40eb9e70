package io.netasync.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.netasync.client.NetAsyncClient;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.event.NetAsyncEvent.Connected;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of clients that go from one endpoint to another and back.
 *
 * @author net-async
 */
@Timeout(60)
class FailoverTests {

	private final TestNetAsync net = new TestNetAsync();

	private final Channels channels = TestNetAsync.channels();

	private final List<String> received = TestSpecs.texts(this.channels);

	private final List<ChaosProxy> proxies = new ArrayList<>();

	private Endpoint[] endpoints = {};

	@BeforeEach
	void listen() {
		for (int i = 0; i < 3; i++) {
			ServerSpec spec = TestSpecs.server(TestSpecs.heartbeats(200, 1000), 0, 10);
			NetAsyncServer server = this.net.echo(new ServerSpec("orders-" + i, spec.address(), 0, spec.connection(),
					spec.limits(), spec.drainTimeout(), spec.workerThreads()));
			this.proxies.add(ChaosProxy.start(TestSpecs.address(server.port())));
		}
		this.endpoints = this.proxies.stream().map((proxy) -> TestSpecs.at(proxy.port())).toArray(Endpoint[]::new);
	}

	@AfterEach
	void close() {
		this.net.close();
		this.proxies.forEach(ChaosProxy::close);
	}

	@Test
	void orderedGoesDownTheList() throws Exception {
		NetAsyncClient client = client(Strategy.ORDERED, 0);
		loseEachInTurn(client);
		assertThat(this.net.events(Connected.class)).extracting(Connected::endpoint).containsExactly(this.endpoints);
		assertThat(this.net.events(NetAsyncEvent.FailedOver.class)).containsExactly(
				new NetAsyncEvent.FailedOver("feed", this.endpoints[0], this.endpoints[1]),
				new NetAsyncEvent.FailedOver("feed", this.endpoints[1], this.endpoints[2]));
		assertThat(client.snapshot().failovers()).isEqualTo(2);
	}

	@Test
	void roundRobinGoesAroundTheRing() throws Exception {
		NetAsyncClient client = client(Strategy.ROUND_ROBIN, 0);
		for (int connects = 1; connects <= 7; connects++) {
			long expected = connects;
			Awaitility.await().until(() -> client.snapshot().connects() == expected);
			assertThat(client.snapshot().endpoint()).isEqualTo(this.endpoints[(connects - 1) % 3]);
			client.reconnect();
		}
	}

	@Test
	void randomTriesThemAll() throws Exception {
		NetAsyncClient client = client(Strategy.RANDOM, 0);
		loseEachInTurn(client);
		assertThat(Set.copyOf(this.net.events(Connected.class).stream().map(Connected::endpoint).toList()))
			.containsExactlyInAnyOrder(this.endpoints);
	}

	private void loseEachInTurn(NetAsyncClient client) {
		for (int connects = 1; connects <= 3; connects++) {
			long expected = connects;
			Awaitility.await().until(() -> client.snapshot().connects() == expected);
			Endpoint at = client.snapshot().endpoint();
			client.send(String.valueOf(connects));
			Awaitility.await().until(() -> this.received.size() == expected);
			this.proxies.stream().filter((proxy) -> at != null && proxy.port() == at.port()).forEach(ChaosProxy::down);
		}
	}

	@Test
	void failbackUnderLoadLosesDoublesAndReordersNothing() throws Exception {
		this.proxies.get(0).down();
		NetAsyncClient client = client(Strategy.ORDERED, 500);
		Awaitility.await().until(() -> this.endpoints[1].equals(client.snapshot().endpoint()));
		AtomicBoolean done = new AtomicBoolean();
		AtomicInteger sent = new AtomicInteger();
		Thread producer = new Thread(() -> {
			while (!done.get()) {
				this.channels.outbound().send(new GenericMessage<>(String.valueOf(sent.getAndIncrement())));
				LockSupport.parkNanos(200_000);
			}
		});
		producer.start();
		Awaitility.await().until(() -> this.received.size() > 500);
		this.proxies.get(0).up();
		Awaitility.await().until(() -> !this.net.events(NetAsyncEvent.FailedBack.class).isEmpty());
		int atFailback = sent.get();
		Awaitility.await().until(() -> this.received.size() > atFailback + 500);
		done.set(true);
		producer.join();
		Awaitility.await().until(() -> this.received.size() == sent.get());
		assertThat(this.received).isEqualTo(TestSpecs.numbers(0, sent.get()));
		assertThat(client.snapshot().endpoint()).isEqualTo(this.endpoints[0]);
		assertThat(client.snapshot().ledger().refused()).isZero();
	}

	@Test
	void aFrozenPreferredEndpointDoesNotTakeOver() throws Exception {
		this.proxies.get(0).down();
		NetAsyncClient client = client(Strategy.ORDERED, 300);
		Awaitility.await().until(() -> this.endpoints[1].equals(client.snapshot().endpoint()));
		this.proxies.get(0).up().freeze();
		Awaitility.await().until(() -> this.proxies.get(0).accepted() >= 2);
		client.send("still here");
		Awaitility.await().until(() -> this.received.equals(List.of("still here")));
		assertThat(client.snapshot().connects()).isEqualTo(1);
		this.proxies.get(0).thaw();
		Awaitility.await().until(() -> this.endpoints[0].equals(client.snapshot().endpoint()));
		client.send("and there");
		Awaitility.await().until(() -> this.received.equals(List.of("still here", "and there")));
	}

	private NetAsyncClient client(Strategy strategy, long failbackMillis) {
		return this.net.client(TestSpecs.client(TestSpecs.heartbeats(200, 1000), TestSpecs.eager(),
				TestSpecs.failover(strategy, failbackMillis), this.endpoints), this.channels);
	}

}
