package io.netasync.channel;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netasync.client.NetAsyncClient;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.server.NetAsyncServer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that clients and servers leave nothing behind.
 *
 * @author net-async
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@ExtendWith(OutputCaptureExtension.class)
class LeakTests {

	private final Level before = ResourceLeakDetector.getLevel();

	@BeforeEach
	void watch() {
		ResourceLeakDetector.setLevel(Level.PARANOID);
	}

	@AfterEach
	void restore() {
		ResourceLeakDetector.setLevel(this.before);
	}

	@Test
	void aThousandClientsAndServersLeaveThreadsDescriptorsAndBuffersWhereTheyWere(CapturedOutput output)
			throws Exception {
		for (int i = 0; i < 20; i++) {
			cycle();
		}
		Footprint start = Footprint.now();
		for (int i = 0; i < 1000; i++) {
			cycle();
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Footprint.now().isWithin(start));
		for (int i = 0; i < 3; i++) {
			System.gc();
			cycle();
		}
		assertThat(output).doesNotContain("LEAK:");
	}

	@Test
	void aThousandConnectionsOfOneClientLeaveThreadsDescriptorsAndBuffersWhereTheyWere() throws Exception {
		try (TestNetAsync net = new TestNetAsync()) {
			NetAsyncServer server = net.echo(TestSpecs.server());
			Channels channels = TestNetAsync.channels();
			List<String> received = TestSpecs.texts(channels);
			ReconnectPolicy atOnce = new ReconnectPolicy(Duration.ofMillis(1), 1, Duration.ofMillis(1), 1,
					Duration.ofSeconds(10), ReconnectPolicy.UNLIMITED);
			NetAsyncClient client = net.client(TestSpecs.client(ConnectionSpec.defaults(), atOnce,
					FailoverPolicy.defaults(), TestSpecs.at(server.port())), channels);
			reconnects(client, server, received, 20);
			Footprint start = Footprint.now();
			reconnects(client, server, received, 1000);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Footprint.now().isWithin(start));
			assertThat(client.snapshot().ledger().failed()).isZero();
		}
	}

	@Test
	void aThousandClientsAndServersMadeAtRunTimeLeaveNothing() throws Exception {
		try (TestNetAsync net = new TestNetAsync()) {
			runTimeCycles(net, 50);
			Footprint start = Footprint.now();
			long heap = usedHeap();
			runTimeCycles(net, 1000);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Footprint.now().isWithin(start));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> usedHeap() < heap + (2 << 20));
			assertThat(net.netAsync().clients()).isEmpty();
			assertThat(net.netAsync().servers()).isEmpty();
		}
	}

	private static void runTimeCycles(TestNetAsync net, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			NetAsyncServer server = net.netAsync()
				.accept("orders-" + i,
						(orders) -> orders.port(0).channels((all) -> all.subscribe(all.outbound()::send)));
			NetAsyncClient client = net.netAsync()
				.connect("feed-" + i, (feed) -> feed.addresses("127.0.0.1:" + server.port()).handler((answer) -> {
				}));
			// one that waits for its next attempt when it is closed
			NetAsyncClient other = net.netAsync().connect("lost-" + i, (feed) -> feed.addresses("127.0.0.1:1"));
			client.send("hello").toCompletableFuture().get(10, TimeUnit.SECONDS).orThrow();
			server.close();
			client.close();
			other.close();
		}
		net.events().clear();
	}

	private static long usedHeap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static void reconnects(NetAsyncClient client, NetAsyncServer server, List<String> received, int count)
			throws Exception {
		for (int i = 0; i < count; i++) {
			long connects = client.snapshot().connects();
			client.reconnect();
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> client.snapshot().connects() > connects);
			client.send("x".repeat(1 + i)).toCompletableFuture().get(10, TimeUnit.SECONDS).orThrow();
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> !received.isEmpty());
			received.clear();
		}
		Awaitility.await().until(() -> server.connections().size() == 1);
	}

	private static void cycle() throws Exception {
		try (TestNetAsync net = new TestNetAsync()) {
			NetAsyncServer server = net.echo(TestSpecs.server());
			Channels channels = TestNetAsync.channels();
			List<String> received = TestSpecs.texts(channels);
			NetAsyncClient client = net.client(TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(server.port())),
					channels);
			client.send("hello").toCompletableFuture().get(10, TimeUnit.SECONDS).orThrow();
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> received.size() == 1);
		}
	}

	/**
	 * What a process holds.
	 *
	 * @param threads threads of net-async
	 * @param descriptors open files
	 * @param directBytes memory that Netty's allocator holds
	 */
	private record Footprint(long threads, int descriptors, long directBytes) {

		static Footprint now() {
			long threads = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().startsWith("netasync-"))
				.count();
			int descriptors = Objects.requireNonNull(new File("/proc/self/fd").list()).length;
			long direct = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
			return new Footprint(threads, descriptors, direct);
		}

		boolean isWithin(Footprint other) {
			return this.threads <= other.threads + 2 && this.descriptors <= other.descriptors + 5
					&& this.directBytes <= other.directBytes + (16 << 20);
		}

	}

}
