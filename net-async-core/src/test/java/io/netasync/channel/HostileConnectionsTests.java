package io.netasync.channel;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.memory.MemoryBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.messaging.SubscribableChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a server that has 64 MiB and thousands of connections of peers that mean harm:
 * 4,000, or as many as {@code -Dnetasync.hostile=10000} says. What they do depends on
 * {@code -Dnetasync.seed}.
 *
 * @author net-async
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class HostileConnectionsTests {

	private static final int TIMEOUT_SECONDS = 3;

	/** What may be read beyond the limit of the budget. */
	private static final int SLACK = 1024 * 1024;

	private final TestNetAsync net = new TestNetAsync();

	private final Channels channels = TestNetAsync.channels();

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final AtomicBoolean done = new AtomicBoolean();

	private long longest;

	@AfterEach
	void close() {
		this.done.set(true);
		this.net.close();
	}

	@Test
	void survivesThemWithin64MegabytesAndServesOthers() throws Exception {
		long seed = Long.getLong("netasync.seed", System.nanoTime());
		int count = count();
		try (HostileProcess server = HostileProcess.start("64m", TIMEOUT_SECONDS, TIMEOUT_SECONDS);
				HostilePeers peers = new HostilePeers(seed)) {
			NetAsyncClient client = this.net
				.client(TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(server.port())), this.channels);
			assertThat(client.awaitConnected(Duration.ofSeconds(10))).isTrue();
			CompletableFuture<Integer> served = CompletableFuture.supplyAsync(() -> ask(client));
			attack(peers, count, server);
			Map<String, Long> height = server.counts();
			peers.leave();
			Map<String, Long> after = settled(server);
			this.done.set(true);
			int questions = served.get(60, TimeUnit.SECONDS);
			System.out.printf("seed %d, %d connections: %d questions answered, the longest wait %d ms%n%s%n%s%n", seed,
					count, questions, this.longest / 1_000_000, height, after);
			check(after, count);
			assertThat(questions).isGreaterThan(100);
			assertThat(this.net.events(Disconnected.class)).isEmpty();
			try (ScriptedConnection late = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
				late.sendFrame("late");
				assertThat(late.expectFrame()).asString().isEqualTo("late");
			}
			assertThat(server.errors()).isEmpty();
		}
	}

	@Test
	void dropsWhatCameLastWhenTheBudgetIsUsedUp() throws Exception {
		MemoryBudget memory = new MemoryBudget(500_000);
		CountDownLatch handling = new CountDownLatch(1);
		try (TestNetAsync small = new TestNetAsync(memory)) {
			((SubscribableChannel) this.channels.inbound()).subscribe((message) -> awaitIt(handling));
			NetAsyncServer server = small.server(TestSpecs.server(), this.channels);
			List<SocketChannel> peers = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				peers.add(SocketChannel.open(TestSpecs.address(server.port())));
			}
			Awaitility.await().until(() -> server.snapshot().accepted() == 20);
			for (SocketChannel peer : peers) {
				sendAndClose(peer);
			}
			Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
			assertThat(memory.used()).isBetween(memory.limit() / 2, memory.limit() * 11 / 10);
			handling.countDown();
			Awaitility.await().until(() -> memory.used() == 0 && small.events(Disconnected.class).size() == 20);
			assertThat(small.events(Disconnected.class)).extracting(Disconnected::reason)
				.contains(DisconnectReason.OVERLOADED);
		}
	}

	/**
	 * Sends less than the kernel of the server keeps, so that the end comes there, too.
	 */
	private static void sendAndClose(SocketChannel peer) throws IOException {
		ByteBuffer frames = ByteBuffer.allocate(5 * 10_000);
		while (frames.hasRemaining()) {
			frames.putInt(1).put((byte) 1);
		}
		peer.write(frames.flip());
		peer.close();
	}

	private static void awaitIt(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Returns how many connections there are to be: fewer where this process may not open
	 * so many.
	 */
	private static int count() {
		UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		return (int) Math.min(Integer.getInteger("netasync.hostile", 4000),
				(system.getMaxFileDescriptorCount() - 1000) / 2 * 2);
	}

	/**
	 * Half of them come before anything is sent, so that as many are admitted as can be;
	 * the others while the attack goes on.
	 */
	private static void attack(HostilePeers peers, int count, HostileProcess server) {
		peers.open(count / 2, TestSpecs.address(server.port()));
		for (int i = 0; i < count / 2; i += 50) {
			peers.open(Math.min(50, count / 2 - i), TestSpecs.address(server.port()));
			peers.go();
		}
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2 * TIMEOUT_SECONDS);
		while (end - System.nanoTime() > 0) {
			peers.go();
			LockSupport.parkNanos(1_000_000);
		}
	}

	private int ask(NetAsyncClient client) {
		((SubscribableChannel) this.channels.inbound())
			.subscribe((message) -> this.answers.add(TestSpecs.text(message)));
		int questions = 0;
		while (!this.done.get()) {
			String question = "question " + questions++;
			long began = System.nanoTime();
			client.send(question);
			assertThat(answer()).isEqualTo(question);
			this.longest = Math.max(this.longest, System.nanoTime() - began);
			LockSupport.parkNanos(1_000_000);
		}
		return questions;
	}

	private String answer() {
		try {
			return String.valueOf(this.answers.poll(30, TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, Long> settled(HostileProcess server) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(500))
			.until(server::counts, (counts) -> counts.get("connections") == 1 && counts.get("used") < 64 * 1024
					&& sum(counts, "closed:") == counts.get("accepted") - 1);
	}

	private static void check(Map<String, Long> counts, int count) {
		assertThat(counts.get("accepted") + sum(counts, "rejected:")).isEqualTo(count + 1);
		assertThat(counts.get("mostUsed")).isLessThan(counts.get("limit") + SLACK);
		assertThat(counts.get("mostDirect")).isLessThan(counts.get("limit") + SLACK);
		assertThat(counts).doesNotContainKey("out of direct memory");
	}

	private static long sum(Map<String, Long> counts, String prefix) {
		return counts.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(prefix))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

}
