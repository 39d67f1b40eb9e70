package io.netasync.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.netasync.buffer.Drops;
import io.netasync.buffer.Ledger;
import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.buffer.SendRefusedException;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import io.netasync.event.NetAsyncEvent.ReconnectScheduled;
import io.netasync.mailbox.SendResult;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.EventLoops.Io;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of clients whose connections are lost, refused or late.
 *
 * @author net-async
 */
@Timeout(60)
class ReconnectTests {

	private final TestNetAsync net = new TestNetAsync();

	private final Channels channels = TestNetAsync.channels();

	private final List<String> received = TestSpecs.texts(this.channels);

	private final List<Object> statuses = TestNetAsync.collect(this.channels.status());

	@AfterEach
	void close() {
		this.net.close();
	}

	@Test
	void aClientStartsBeforeItsServer() {
		int port = TestSpecs.freePort();
		NetAsyncClient client = client(port);
		this.channels.outbound().send(new GenericMessage<>("early"));
		Awaitility.await().until(() -> client.state() == ConnectionState.CONNECTING);
		Awaitility.await().until(() -> this.net.events(ReconnectScheduled.class).size() >= 3);
		this.net.echo(TestSpecs.server(ConnectionSpec.defaults(), port, 10));
		Awaitility.await().until(() -> this.received.equals(List.of("early")));
		assertThat(client.snapshot().reconnects()).isZero();
	}

	@Test
	void theFirstRetryAfterAStableConnectionIsLostIsImmediate() {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			ReconnectPolicy slow = new ReconnectPolicy(Duration.ofSeconds(20), 2, Duration.ofSeconds(30), 1,
					Duration.ofMillis(100), ReconnectPolicy.UNLIMITED);
			this.net.client(TestSpecs.client(ConnectionSpec.defaults(), slow, FailoverPolicy.defaults(),
					TestSpecs.at(peer.port())), this.channels);
			ScriptedConnection first = peer.accept();
			first.expectSilence(Duration.ofMillis(200)).close();
			peer.timeout(Duration.ofSeconds(2)).accept();
			assertThat(this.net.events(ReconnectScheduled.class)).singleElement().satisfies((event) -> {
				assertThat(event.attempt()).isEqualTo(1);
				assertThat(event.delay()).isLessThanOrEqualTo(Duration.ofMillis(100));
			});
		}
	}

	@Test
	void aPeerThatAcceptsAndClosesMeetsGrowingDelays() {
		try (ScriptedPeer peer = ScriptedPeer.closing()) {
			ReconnectPolicy steady = new ReconnectPolicy(Duration.ofMillis(20), 2, Duration.ofSeconds(30), 0,
					Duration.ofSeconds(10), ReconnectPolicy.UNLIMITED);
			this.net.client(TestSpecs.client(ConnectionSpec.defaults(), steady, FailoverPolicy.defaults(),
					TestSpecs.at(peer.port())), this.channels);
			Awaitility.await().until(() -> this.net.events(ReconnectScheduled.class).size() >= 6);
			assertThat(this.net.events(ReconnectScheduled.class).subList(0, 6)).extracting(ReconnectScheduled::delay)
				.extracting(Duration::toMillis)
				.containsExactly(20L, 40L, 80L, 160L, 320L, 640L);
		}
	}

	@Test
	void aPeerThatResetsWhileMessagesWaitNeverStopsTheClient() {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			NetAsyncClient client = client(peer.port());
			List<CompletionStage<SendResult>> results = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				results.add(client.send(String.valueOf(i)));
				peer.accept().reset();
			}
			ScriptedConnection last = peer.accept();
			results.add(client.send("last"));
			byte[] frame = last.expectFrame();
			while (!Arrays.equals(frame, "last".getBytes(StandardCharsets.UTF_8))) {
				frame = last.expectFrame();
			}
			Awaitility.await()
				.until(() -> results.stream().allMatch((result) -> result.toCompletableFuture().isDone()));
			assertThat(client.snapshot().ledger())
				.isEqualTo(new Ledger(101, 101, Drops.NONE, 0, 0, 0, 0, client.snapshot().ledger().sentBytes()));
		}
	}

	@Test
	void aClientThatOnlyReceivesReconnects() {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			client(peer.port());
			for (int i = 0; i < 5; i++) {
				ScriptedConnection connection = peer.accept();
				connection.sendFrame(String.valueOf(i));
				connection.close();
			}
			Awaitility.await().until(() -> this.received.equals(TestSpecs.numbers(0, 5)));
		}
	}

	@Test
	void whatIsAcceptedWhileDisconnectedGoesOutInOrder() throws Exception {
		NetAsyncServer server = this.net.echo(TestSpecs.server());
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient client = client(proxy.port());
			assertThat(client.awaitConnected(Duration.ofSeconds(5))).isTrue();
			proxy.down();
			Awaitility.await().until(() -> client.state() == ConnectionState.RECONNECTING);
			TestSpecs.numbers(0, 900).forEach((text) -> this.channels.outbound().send(new GenericMessage<>(text)));
			assertThat(client.snapshot().ledger().pending()).isEqualTo(900);
			proxy.up();
			Awaitility.await().until(() -> this.received.size() >= 900);
			assertThat(this.received).isEqualTo(TestSpecs.numbers(0, 900));
		}
	}

	@Test
	void aPartlyWrittenMessageIsSentAgainWholeAndOnce() {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			SendBufferPolicy large = new SendBufferPolicy(100, 64 << 20, Overflow.FAIL, Duration.ZERO);
			NetAsyncClient client = this.net
				.client(TestSpecs.client(TestSpecs.connection(large), TestSpecs.at(peer.port())), this.channels);
			ScriptedConnection first = peer.accept();
			List<CompletionStage<SendResult>> results = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				byte[] payload = new byte[500_000];
				Arrays.fill(payload, (byte) (i + 1));
				results.add(client.send(payload));
			}
			Awaitility.await()
				.during(Duration.ofMillis(300))
				.until(() -> client.snapshot().ledger().sent(), (sent) -> sent > 0 && sent < 40);
			int written = (int) results.stream().filter((result) -> result.toCompletableFuture().isDone()).count();
			first.reset();
			ScriptedConnection second = peer.accept();
			// a little more may have left before the reset came
			int next = second.expectFrame()[0];
			assertThat(next).isBetween(written + 1, written + 3);
			for (int i = next + 1; i <= 40; i++) {
				assertThat(second.expectFrame()).hasSize(500_000).containsOnly(i);
			}
			Awaitility.await().until(() -> client.snapshot().ledger().sent() == 40);
		}
	}

	@Test
	void closingFlushesThenSaysClosedAndThenNothing() throws Exception {
		Channels serverChannels = TestNetAsync.channels();
		List<String> arrived = TestSpecs.texts(serverChannels);
		NetAsyncServer server = this.net.server(TestSpecs.server(), serverChannels);
		NetAsyncClient client = client(server.port());
		assertThat(client.awaitConnected(Duration.ofSeconds(5))).isTrue();
		TestSpecs.numbers(0, 900).forEach(client::send);
		client.close();
		Awaitility.await().until(() -> arrived.size() == 900);
		assertThat(arrived).isEqualTo(TestSpecs.numbers(0, 900));
		assertThat(this.statuses).containsExactly(ConnectionStatus.CONNECTED, ConnectionStatus.DISCONNECTED,
				ConnectionStatus.CLOSED);
		assertThat(hasFailed(client.send("late"))).isTrue();
		client.reconnect();
		client.start();
		client.close();
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> this.statuses.size() == 3);
		assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(server.connections()).isEmpty();
	}

	@Test
	void aClientCanBeClosedByItsOwnHandler() {
		NetAsyncServer server = this.net.echo(TestSpecs.server());
		Channels own = TestNetAsync.channels();
		List<Object> told = TestNetAsync.collect(own.status());
		NetAsyncClient client = this.net
			.client(TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(server.port())), own);
		((SubscribableChannel) own.inbound()).subscribe((message) -> client.close());
		client.send("close yourself");
		Awaitility.await().until(() -> told.contains(ConnectionStatus.CLOSED));
		assertThat(told).containsExactly(ConnectionStatus.CONNECTED, ConnectionStatus.DISCONNECTED,
				ConnectionStatus.CLOSED);
	}

	@Test
	void whatCanNotBeSentBeforeTheCloseFails() {
		NetAsyncClient client = client(TestSpecs.freePort());
		CompletionStage<SendResult> result = client.send("to nobody");
		client.close();
		Awaitility.await().until(() -> hasFailed(result));
		assertThat(client.snapshot().ledger()).isEqualTo(new Ledger(1, 0, Drops.NONE, 1, 0, 0, 0, 0));
		assertThat(this.net.events(NetAsyncEvent.MessagesDropped.class)).singleElement()
			.satisfies((event) -> assertThat(event.count()).isEqualTo(1));
		assertThat(this.statuses).containsExactly(ConnectionStatus.CLOSED);
	}

	@Test
	void aSendAfterTheAttemptsAreUsedUpFails() {
		ReconnectPolicy twice = new ReconnectPolicy(Duration.ofMillis(10), 2, Duration.ofMillis(10), 1,
				Duration.ofSeconds(1), 2);
		NetAsyncClient client = this.net.client(TestSpecs.client(ConnectionSpec.defaults(), twice,
				FailoverPolicy.defaults(), TestSpecs.at(TestSpecs.freePort())), this.channels);
		CompletionStage<SendResult> early = client.send("early");
		Awaitility.await().until(() -> hasFailed(early));
		assertThat(client.state()).isEqualTo(ConnectionState.DISCONNECTED);
		CompletionStage<SendResult> late = client.send("late");
		assertThat(late.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(1))
			.isInstanceOfSatisfying(SendResult.Failed.class,
					(failed) -> assertThat(failed.cause()).isInstanceOf(SendRefusedException.class));
	}

	@Test
	void aReconnectAfterTheAttemptsAreUsedUpTriesAgain() throws Exception {
		int port = TestSpecs.freePort();
		ReconnectPolicy once = new ReconnectPolicy(Duration.ofMillis(10), 2, Duration.ofMillis(10), 1,
				Duration.ofSeconds(1), 1);
		NetAsyncClient client = this.net.client(
				TestSpecs.client(ConnectionSpec.defaults(), once, FailoverPolicy.defaults(), TestSpecs.at(port)),
				this.channels);
		CompletionStage<SendResult> early = client.send("early");
		Awaitility.await().until(() -> hasFailed(early));
		this.net.echo(TestSpecs.server(ConnectionSpec.defaults(), port, 10));
		client.reconnect();
		assertThat(client.awaitConnected(Duration.ofSeconds(5))).isTrue();
		client.send("late");
		Awaitility.await().until(() -> this.received.equals(List.of("late")));
	}

	@Test
	void aConnectThatHangsIsGivenUpAfterTheConnectTimeout() throws IOException {
		List<SocketChannel> fill = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			for (int i = 0; i < 8; i++) {
				SocketChannel channel = SocketChannel.open();
				channel.configureBlocking(false);
				channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()));
				fill.add(channel);
			}
			ClientSpec spec = TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(full.getLocalPort()));
			NetAsyncClient client = this.net.client(new ClientSpec("feed", spec.endpoints(), spec.connection(),
					Duration.ofMillis(300), spec.reconnect(), spec.failover(), spec.closeTimeout()), this.channels);
			Awaitility.await().until(() -> this.net.events(ReconnectScheduled.class).size() >= 2);
			assertThat(client.snapshot().lastFailure()).contains("timed out");
		}
		finally {
			for (SocketChannel channel : fill) {
				channel.close();
			}
		}
	}

	@Test
	void aHundredClientsShareTheAttemptBudget() {
		try (ScriptedPeer peer = ScriptedPeer.closing();
				TestNetAsync limited = new TestNetAsync(Io.AUTO, new AttemptBudget(20));
				ChaosProxy counter = ChaosProxy.start(peer.address())) {
			long began = System.nanoTime();
			for (int i = 0; i < 100; i++) {
				ClientSpec spec = TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(counter.port()));
				limited.client(new ClientSpec("feed-" + i, spec.endpoints(), spec.connection(), spec.connectTimeout(),
						spec.reconnect(), spec.failover(), Duration.ZERO), TestNetAsync.channels());
			}
			Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> counter.accepted() >= 70);
			long allowed = 20 + 20 * (1 + Duration.ofNanos(System.nanoTime() - began).toSeconds());
			assertThat(counter.accepted()).isBetween(70L, allowed);
		}
	}

	private NetAsyncClient client(int port) {
		return this.net.client(TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(port)), this.channels);
	}

	private static boolean hasFailed(CompletionStage<SendResult> result) {
		return result.toCompletableFuture().getNow(SendResult.WRITTEN) instanceof SendResult.Failed;
	}

}
