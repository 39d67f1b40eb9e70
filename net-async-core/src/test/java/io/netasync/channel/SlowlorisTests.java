package io.netasync.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;

import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.memory.MemoryBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with many connections on which frames are begun and never ended. The large one
 * runs only when asked for, with {@code -Dnetasync.slowloris=5000}, and prints what it
 * finds.
 *
 * @author net-async
 */
class SlowlorisTests {

	private static final int ROUND_TRIPS = 5000;

	private final MemoryBudget memory = new MemoryBudget(128L * 1024 * 1024);

	private final TestNetAsync net = new TestNetAsync(this.memory);

	private final SlowConnections slow = new SlowConnections();

	@AfterEach
	void close() {
		this.slow.close();
		this.net.close();
	}

	private NetAsyncServer start(ServerLimits limits) {
		return this.net.echo(
				new ServerSpec("orders", "127.0.0.1", 0, ConnectionSpec.defaults(), limits, Duration.ofSeconds(2), 8));
	}

	@Test
	@Timeout(60)
	void allAreClosedByTheirTimersAndLeaveNothing() {
		NetAsyncServer server = start(ServerLimits.defaults().frameTimeout(Duration.ofSeconds(1)));
		try (ScriptedConnection normal = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			this.slow.open(300, TestSpecs.address(server.port()));
			Awaitility.await().until(() -> server.connections().size() == 301);
			Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100)).until(() -> {
				this.slow.drip();
				roundTrip(normal);
				return this.slow.open() == 0;
			});
			roundTrip(normal);
			assertThat(server.connections()).hasSize(1);
		}
		Awaitility.await().until(() -> this.memory.used() == 0);
		assertThat(this.net.events(Disconnected.class)
			.stream()
			.filter((event) -> event.reason() == DisconnectReason.FRAME_TIMEOUT)).hasSize(300);
	}

	@Test
	@Timeout(300)
	@EnabledIfSystemProperty(named = "netasync.slowloris", matches = "\\d+")
	void normalClientIsNotDisturbedByMany() throws IOException {
		int count = Integer.getInteger("netasync.slowloris");
		try (HostileProcess server = HostileProcess.start("512m", 30, 0);
				ScriptedConnection normal = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			print("first", normal, server);
			print("before", normal, server);
			this.slow.open(count, TestSpecs.address(server.port()));
			await(30, server, (counts) -> counts.get("connections") == count + 1);
			this.slow.drip();
			long began = System.nanoTime();
			print("during", normal, server);
			Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofSeconds(10)).until(() -> {
				this.slow.drip();
				print("during", normal, server);
				return this.slow.open() == 0;
			});
			System.out.printf("all %d closed after %d s%n", count, (System.nanoTime() - began) / 1_000_000_000L);
			print("after", normal, server);
			await(30, server,
					(counts) -> counts.get("closed:FRAME_TIMEOUT") == count && counts.get("used") < 64 * 1024);
			await(30, server, (counts) -> counts.get("heap") < 16 * 1024 * 1024);
			print("later", normal, server);
		}
	}

	private static void await(int seconds, HostileProcess server, Predicate<Map<String, Long>> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(seconds))
			.pollInterval(Duration.ofMillis(500))
			.until(server::counts, condition);
	}

	private static void print(String when, ScriptedConnection normal, HostileProcess server) throws IOException {
		long[] nanos = measure(normal);
		System.out.printf("%s: p50 %d us, p99 %d us, %s%n", when, nanos[nanos.length / 2] / 1000,
				nanos[nanos.length - nanos.length / 100] / 1000, server.counts());
	}

	private static long[] measure(ScriptedConnection normal) {
		long[] nanos = new long[ROUND_TRIPS];
		for (int i = 0; i < nanos.length; i++) {
			long began = System.nanoTime();
			roundTrip(normal);
			nanos[i] = System.nanoTime() - began;
		}
		Arrays.sort(nanos);
		return nanos;
	}

	private static void roundTrip(ScriptedConnection normal) {
		normal.sendFrame("hello");
		assertThat(normal.expectFrame()).hasSize(5);
	}

}
