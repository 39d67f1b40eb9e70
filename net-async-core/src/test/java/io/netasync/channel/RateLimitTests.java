package io.netasync.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.netasync.client.NetAsyncClient;
import io.netasync.event.NetAsyncEvent;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.RateLimit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of rate limits over loopback.
 *
 * @author net-async
 */
@Timeout(60)
class RateLimitTests {

	private static final HeartbeatPolicy LIVELY = new HeartbeatPolicy(Duration.ofMillis(100), Duration.ofMillis(400),
			Duration.ofMillis(400));

	private final TestNetAsync net = new TestNetAsync();

	private final Channels channels = TestNetAsync.channels();

	@AfterEach
	void close() {
		this.net.close();
	}

	private NetAsyncServer server(RateLimit limit) {
		return this.net.server(new ServerSpec("orders", "127.0.0.1", 0, TestSpecs.connection(LIVELY, limit),
				ServerLimits.defaults(), Duration.ofSeconds(1), 8), this.channels);
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
	}

	private static Duration since(long began) {
		return Duration.ofNanos(System.nanoTime() - began);
	}

	@Test
	void receivesNoFasterThanTheLimitAndLosesNothing() {
		List<String> texts = TestSpecs.texts(this.channels);
		NetAsyncServer server = server(RateLimit.NONE.messagesIn(100));
		Channels other = TestNetAsync.channels();
		NetAsyncClient client = this.net
			.client(TestSpecs.client(TestSpecs.heartbeats(100, 400), TestSpecs.at(server.port())), other);
		long began = System.nanoTime();
		for (int i = 0; i < 200; i++) {
			client.send(new GenericMessage<>(String.valueOf(i)));
		}
		await(() -> texts.size() == 200);
		assertThat(since(began)).isBetween(Duration.ofMillis(1700), Duration.ofSeconds(10));
		assertThat(texts).isEqualTo(TestSpecs.numbers(0, 200));
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class)).isEmpty();
	}

	@Test
	void receivesNoMoreBytesThanTheLimit() {
		List<String> texts = TestSpecs.texts(this.channels);
		NetAsyncServer server = server(RateLimit.NONE.bytesIn(100_000));
		ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()));
		long began = System.nanoTime();
		for (int i = 0; i < 20; i++) {
			peer.sendFrame(new byte[10_000]);
		}
		await(() -> texts.size() == 20);
		assertThat(since(began)).isBetween(Duration.ofMillis(1600), Duration.ofSeconds(10));
		peer.close();
	}

	@Test
	void sendsNoFasterThanTheLimitWhileHeartbeatsGoOn() {
		NetAsyncServer server = server(RateLimit.NONE.messagesOut(50));
		ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()));
		await(() -> server.connections().size() == 1);
		long began = System.nanoTime();
		for (int i = 0; i < 100; i++) {
			server.broadcast(new GenericMessage<>(String.valueOf(i)));
		}
		for (int i = 0; i < 100; i++) {
			assertThat(peer.expectFrame()).asString().isEqualTo(String.valueOf(i));
			peer.sendHeartbeat();
		}
		assertThat(since(began)).isBetween(Duration.ofMillis(1700), Duration.ofSeconds(10));
		peer.close();
	}

	@Test
	void limitThatIsRaisedHoldsForConnectionsThatAreThere() {
		List<String> texts = TestSpecs.texts(this.channels);
		NetAsyncServer server = server(RateLimit.NONE.messagesIn(1));
		ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()));
		for (int i = 0; i < 1000; i++) {
			peer.sendFrame(String.valueOf(i));
		}
		await(() -> !texts.isEmpty());
		server.rateLimit(RateLimit.NONE);
		await(() -> texts.size() == 1000);
		assertThat(texts).isEqualTo(TestSpecs.numbers(0, 1000));
		peer.close();
	}

}
