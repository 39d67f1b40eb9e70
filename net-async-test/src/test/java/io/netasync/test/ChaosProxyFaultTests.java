package io.netasync.test;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what each {@link Fault} does to a connection through a {@link ChaosProxy}.
 * Times have exact lower bounds and generous upper ones.
 *
 * @author net-async
 */
class ChaosProxyFaultTests {

	private static final Duration A_WHILE = Duration.ofMillis(150);

	private final ScriptedPeer peer = ScriptedPeer.listen();

	private final ChaosProxy proxy = ChaosProxy.start(this.peer.address());

	private final ScriptedConnection client = ScriptedPeer.connect(this.proxy.address());

	private final ScriptedConnection server = this.peer.accept();

	private long startedAt;

	@BeforeEach
	void start() {
		this.startedAt = System.nanoTime();
	}

	@AfterEach
	void close() {
		this.client.close();
		this.proxy.close();
		this.peer.close();
	}

	@Test
	void latencyDelaysBytes() {
		this.proxy.add(Fault.latency(Duration.ofMillis(200), Duration.ofMillis(50)), Direction.UPSTREAM);
		this.client.sendFrame("late");
		this.server.expectFrame();
		assertThat(elapsed()).isBetween(Duration.ofMillis(150), Duration.ofSeconds(4));
	}

	@Test
	void latencyOfOneDirectionLeavesTheOtherAlone() {
		this.proxy.add(Fault.latency(Duration.ofHours(1)), Direction.UPSTREAM);
		this.client.sendFrame("late");
		this.server.sendFrame("soon");
		assertThat(this.client.expectFrame()).asString().isEqualTo("soon");
		this.server.expectSilence(A_WHILE);
	}

	@Test
	void latencyDelaysTheEndOfTheStream() {
		this.proxy.add(Fault.latency(Duration.ofMillis(200)));
		this.client.halfClose();
		this.server.expectClosed();
		assertThat(elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
	}

	@Test
	void latencyKeepsOrderAndDoesNotThrottle() {
		this.proxy.add(Fault.latency(Duration.ofMillis(500), Duration.ofMillis(100)));
		for (int i = 0; i < 100; i++) {
			this.client.sendFrame(String.valueOf(i));
			this.server.sendHeartbeat();
		}
		for (int i = 0; i < 100; i++) {
			assertThat(this.server.expectFrame()).asString().isEqualTo(String.valueOf(i));
		}
		// one after the other they would take 40 s at least
		assertThat(elapsed()).isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
	}

	@Test
	void latencyHoldsMegabytesUnderWay() {
		this.proxy.add(Fault.latency(Duration.ofMillis(300)));
		byte[] bytes = random(4 * 1024 * 1024);
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> this.client.send(bytes));
		assertThat(receive(this.server, bytes.length)).isEqualTo(bytes);
		// through 64 KB at a time they would take 19 s
		assertThat(elapsed()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
		sending.join();
	}

	@Test
	void bandwidthBoundsThroughput() {
		this.proxy.add(Fault.bandwidth(100_000));
		byte[] bytes = random(50_000);
		this.client.send(bytes);
		this.server.expect(bytes);
		assertThat(elapsed()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(4));
	}

	@Test
	void bandwidthLetsTheSenderFeelIt() {
		this.proxy.add(Fault.bandwidth(1000));
		assertSenderIsStuck();
	}

	@Test
	void sliceArrivesInSeveralReads() {
		this.proxy.add(Fault.slice(10, Duration.ofMillis(40)), Direction.DOWNSTREAM);
		byte[] bytes = random(50);
		this.server.send(bytes);
		List<Integer> sizes = new ArrayList<>();
		int received = 0;
		while (received < bytes.length) {
			byte[] some = this.client.receive();
			assertThat(some).isEqualTo(Arrays.copyOfRange(bytes, received, received + some.length));
			sizes.add(some.length);
			received += some.length;
		}
		assertThat(sizes).hasSizeGreaterThan(1).allSatisfy((size) -> assertThat(size % 10).isZero());
		assertThat(elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(160));
	}

	@Test
	void limitDataClosesAfterExactlySoManyBytes() {
		this.client.sendFrame("not counted");
		this.server.expectFrame();
		this.proxy.add(Fault.limitData(1000), Direction.UPSTREAM);
		byte[] bytes = random(5000);
		this.client.send(bytes);
		assertThat(this.server.receiveUntilClosed()).isEqualTo(Arrays.copyOf(bytes, 1000));
		this.client.expectClosed();
		assertThat(this.proxy.connections()).isZero();
	}

	@Test
	void slowCloseHoldsBackTheEndButNotTheBytes() {
		this.proxy.add(Fault.slowClose(Duration.ofMillis(300)));
		this.client.sendFrame("last words").halfClose();
		this.server.expectFrame();
		this.server.expectClosed();
		assertThat(elapsed()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(4));
	}

	@Test
	void swallowThrowsBytesAway() {
		this.proxy.add(Fault.swallow(), Direction.UPSTREAM);
		this.client.send(random(32 * 1024 * 1024));
		this.server.expectSilence(A_WHILE);
		this.proxy.heal();
		this.client.sendFrame("heard again");
		assertThat(this.server.expectFrame()).asString().isEqualTo("heard again");
	}

	@Test
	void swallowKeepsTheEndToItselfUntilHealed() {
		this.proxy.add(Fault.swallow());
		this.client.halfClose();
		this.server.expectSilence(A_WHILE);
		this.proxy.heal();
		this.server.expectClosed();
	}

	@Test
	void swallowClosesAfterItsTime() {
		this.proxy.add(Fault.swallow(Duration.ofMillis(200)));
		this.client.sendFrame("unheard");
		assertThat(this.server.receiveUntilClosed()).isEmpty();
		assertThat(elapsed()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(4));
		this.client.expectClosed();
	}

	@Test
	void resetIsSeenOnBothSidesAndByNewConnections() {
		this.proxy.add(Fault.reset());
		this.client.expectReset();
		this.server.expectReset();
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> ScriptedPeer.connect(this.proxy.address()).receive())
			.havingCause()
			.withMessageContaining("Connection reset");
	}

	@Test
	void resetComesAfterItsTime() {
		this.proxy.add(Fault.reset(Duration.ofMillis(200)));
		this.client.sendFrame("still working");
		this.server.expectFrame();
		this.client.expectReset();
		assertThat(elapsed()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(4));
	}

	@Test
	void freezeHoldsAndThawDeliversIntactAndInOrder() {
		this.proxy.freeze();
		byte[] up = random(50_000);
		byte[] down = random(40_000);
		this.client.send(up).halfClose();
		this.server.send(down);
		this.server.expectSilence(A_WHILE);
		this.client.expectSilence(A_WHILE);
		assertThat(this.proxy.connections()).isOne();
		this.proxy.thaw();
		this.server.expect(up).expectClosed();
		this.client.expect(down);
	}

	@Test
	void freezeIsFeltByTheSender() {
		this.proxy.freeze();
		assertSenderIsStuck();
	}

	@Test
	void faultsCombine() {
		this.proxy.add(Fault.latency(Duration.ofMillis(200)))
			.add(Fault.slice(7, Duration.ofMillis(1)))
			.add(Fault.bandwidth(10_000));
		byte[] bytes = random(1000);
		this.client.send(bytes);
		this.server.expect(bytes);
		assertThat(elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void healReleasesWhatIsUnderWay() {
		this.proxy.add(Fault.latency(Duration.ofHours(1))).add(Fault.bandwidth(1));
		this.client.sendFrame("held");
		this.server.expectSilence(A_WHILE);
		this.proxy.heal();
		assertThat(this.server.expectFrame()).asString().isEqualTo("held");
	}

	private void assertSenderIsStuck() {
		CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(this.server::receiveUntilClosed);
		this.client.timeout(Duration.ofSeconds(1));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.client.send(random(32 * 1024 * 1024)))
			.withMessageContaining("to take 33554432 bytes within PT1S but it took only");
		this.server.close();
		assertThat(reading).succeedsWithin(Duration.ofSeconds(4));
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	private static byte[] receive(ScriptedConnection connection, int count) {
		byte[] received = new byte[count];
		int size = 0;
		while (size < count) {
			byte[] some = connection.receive();
			System.arraycopy(some, 0, received, size, some.length);
			size += some.length;
		}
		return received;
	}

	private static byte[] random(int count) {
		byte[] bytes = new byte[count];
		new Random(count).nextBytes(bytes);
		return bytes;
	}

}
