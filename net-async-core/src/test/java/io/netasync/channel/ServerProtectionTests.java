package io.netasync.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.event.NetAsyncEvent.ConnectionRejected;
import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.memory.MemoryBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.server.SlowConsumer;
import io.netasync.server.SlowConsumer.Action;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a server does against peers that are too many, too slow or too quiet.
 *
 * @author net-async
 */
@Timeout(60)
class ServerProtectionTests {

	private static final Duration SHORT = Duration.ofMillis(500);

	private final MemoryBudget memory = new MemoryBudget(100_000_000);

	private final TestNetAsync net = new TestNetAsync(this.memory);

	private final List<ScriptedConnection> peers = new ArrayList<>();

	@AfterEach
	void close() {
		this.net.close();
		assertThat(this.memory.used()).isZero();
	}

	private NetAsyncServer start(UnaryOperator<ServerLimits> limits) {
		return start(Kind.NETTY, limits);
	}

	private NetAsyncServer start(Kind kind, UnaryOperator<ServerLimits> limits) {
		return this.net.echo(new ServerSpec("orders", "127.0.0.1", 0, TestSpecs.connection(kind),
				limits.apply(ServerLimits.defaults()), Duration.ofSeconds(2), 8));
	}

	private ScriptedConnection connect(NetAsyncServer server) {
		ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()));
		this.peers.add(peer);
		return peer;
	}

	private static void echo(ScriptedConnection peer) {
		peer.sendFrame("hello");
		assertThat(peer.expectFrame()).asString().isEqualTo("hello");
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
	}

	private void expectClosed(ScriptedConnection peer, DisconnectReason reason) {
		peer.expectClosed().close();
		await(() -> !this.net.events(Disconnected.class).isEmpty());
		assertThat(this.net.events(Disconnected.class)).extracting(Disconnected::reason).containsExactly(reason);
	}

	@ParameterizedTest
	@EnumSource
	void admitsSoManyFromOneAddress(Kind kind) {
		NetAsyncServer server = start(kind, (limits) -> limits.maxConnectionsPerAddress(2));
		ScriptedConnection first = connect(server);
		echo(first);
		echo(connect(server));
		connect(server).expectClosed();
		await(() -> this.net.events(ConnectionRejected.class).size() == 1);
		assertThat(this.net.events(ConnectionRejected.class).get(0).reason()).isEqualTo("max-connections-per-address");
		first.close();
		await(() -> server.connections().size() == 1);
		echo(connect(server));
		assertThat(server.snapshot().rejected()).containsOnlyKeys("max-connections-per-address");
	}

	@ParameterizedTest
	@EnumSource
	void deniesSubnets(Kind kind) {
		NetAsyncServer server = start(kind, (limits) -> limits.deny(List.of("127.0.0.0/8")));
		connect(server).expectClosed();
		await(() -> server.snapshot().rejected().equals(Map.of("deny", 1L)));
		server.limits(server.limits().deny(List.of()));
		echo(connect(server));
		server.limits(server.limits().allow(List.of("10.0.0.0/8")));
		connect(server).expectClosed();
		await(() -> server.snapshot().rejected().containsKey("allow"));
	}

	@Test
	void floodOfConnectionsIsNoFloodOfEvents() {
		NetAsyncServer server = start((limits) -> limits.acceptRate(5));
		for (int i = 0; i < 100; i++) {
			connect(server);
		}
		await(() -> server.snapshot().rejectedInAll() + server.snapshot().accepted() == 100);
		assertThat(server.snapshot().accepted()).isBetween(5L, 40L);
		await(() -> this.net.events(ConnectionRejected.class)
			.stream()
			.mapToLong(ConnectionRejected::count)
			.sum() == server.snapshot().rejectedInAll());
		assertThat(this.net.events(ConnectionRejected.class)).hasSizeLessThan(10);
	}

	@Test
	void admitsNobodyWhileMemoryIsTight() {
		NetAsyncServer server = start((limits) -> limits);
		this.memory.take(90_000_000);
		connect(server).expectClosed();
		await(() -> server.snapshot().rejected().containsKey("memory-budget"));
		this.memory.release(90_000_000);
		echo(connect(server));
	}

	@ParameterizedTest
	@EnumSource
	void closesWhoSaysNothingAtFirst(Kind kind) {
		NetAsyncServer server = start(kind, (limits) -> limits.firstFrameTimeout(SHORT));
		expectClosed(connect(server), DisconnectReason.FIRST_FRAME_TIMEOUT);
	}

	@Test
	void closesWhoDoesNotCompleteAFrame() {
		NetAsyncServer server = start((limits) -> limits.frameTimeout(SHORT));
		ScriptedConnection peer = connect(server);
		echo(peer);
		peer.sendHex("0000000a01");
		expectClosed(peer, DisconnectReason.FRAME_TIMEOUT);
	}

	@Test
	void closesWhoDoesNotCompleteAFrameEvenIfItIsNotReadBecauseMemoryIsTight() {
		NetAsyncServer server = start((limits) -> limits.frameTimeout(SHORT));
		ScriptedConnection peer = connect(server);
		echo(peer);
		this.memory.take(90_000_000);
		peer.sendHex("0000000a01");
		expectClosed(peer, DisconnectReason.FRAME_TIMEOUT);
		this.memory.release(90_000_000);
	}

	@ParameterizedTest
	@EnumSource
	void closesWhoHasNothingToSay(Kind kind) {
		NetAsyncServer server = start(kind, (limits) -> limits.idleTimeout(SHORT));
		ScriptedConnection peer = connect(server);
		for (int i = 0; i < 10; i++) {
			echo(peer);
			peer.expectSilence(Duration.ofMillis(60));
		}
		assertThat(server.connections()).hasSize(1);
		for (int i = 0; i < 3; i++) {
			peer.sendHeartbeat();
		}
		expectClosed(peer, DisconnectReason.IDLE);
	}

	@Test
	void endsOldConnectionsInGoodOrder() {
		NetAsyncServer server = start((limits) -> limits.maxAge(Duration.ofSeconds(2)));
		ScriptedConnection peer = connect(server);
		echo(peer);
		expectClosed(peer, DisconnectReason.MAX_AGE);
	}

	@Test
	void endsOldConnectionsWhosePeerDoesNotClose() {
		NetAsyncServer server = start((limits) -> limits.maxAge(SHORT));
		connect(server);
		await(() -> !this.net.events(Disconnected.class).isEmpty());
		assertThat(this.net.events(Disconnected.class)).extracting(Disconnected::reason)
			.containsExactly(DisconnectReason.MAX_AGE);
	}

	@ParameterizedTest
	@EnumSource(Action.class)
	void tellsOfSlowConsumersOnce(Action action) {
		NetAsyncServer server = start((limits) -> limits.slowConsumer(new SlowConsumer(SHORT, action)));
		connect(server);
		await(() -> server.connections().size() == 1);
		for (int i = 0; i < 10; i++) {
			server.broadcast(new GenericMessage<>(new byte[1_000_000]));
		}
		await(() -> !this.net.events(NetAsyncEvent.SlowConsumer.class).isEmpty());
		assertThat(this.net.events(NetAsyncEvent.SlowConsumer.class).get(0).messages()).isPositive();
		if (action == Action.KICK) {
			await(() -> !this.net.events(Disconnected.class).isEmpty());
			assertThat(this.net.events(Disconnected.class).get(0).reason()).isEqualTo(DisconnectReason.SLOW_CONSUMER);
		}
		else if (action == Action.SHED) {
			await(() -> server.snapshot().ledger().dropped().shed() > 0);
			assertThat(server.connections()).hasSize(1);
		}
		else {
			Awaitility.await()
				.during(SHORT.multipliedBy(2))
				.until(() -> this.net.events(NetAsyncEvent.SlowConsumer.class).size() == 1);
			assertThat(server.connections()).hasSize(1);
		}
		this.peers.forEach(ScriptedConnection::close);
	}

	@Test
	void limitsThatAreChangedHoldForConnectionsThatAreThere() {
		NetAsyncServer server = start((limits) -> limits);
		ScriptedConnection peer = connect(server);
		echo(peer);
		server.limits(server.limits().idleTimeout(SHORT));
		expectClosed(peer, DisconnectReason.IDLE);
	}

}
