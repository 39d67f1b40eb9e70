package io.netasync.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.client.NetAsyncClient;
import io.netasync.mailbox.SendResult;
import io.netasync.memory.MemoryBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Bounds" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class BoundsGuaranteesTests extends GuaranteesFixture {

	private static final long BUDGET = 100_000;

	private final CountDownLatch go = new CountDownLatch(1);

	@ParameterizedTest
	@EnumSource
	void noMoreMessagesWaitThanMaxMessages(Overflow overflow) {
		NetAsyncClient client = unconnected((options) -> options
			.sendBuffer((buffer) -> buffer.maxMessages(10).overflow(overflow).blockTimeout(Duration.ofMillis(1))));
		List<CompletableFuture<Void>> senders = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			senders.add(CompletableFuture.runAsync(() -> {
				for (int n = 0; n < 25; n++) {
					client.send("message");
					assertThat(client.snapshot().ledger().pending()).isLessThanOrEqualTo(10);
				}
			}));
		}
		senders.forEach(GuaranteesFixture::get);
		assertThat(client.snapshot().ledger().pending()).isEqualTo(10);
	}

	@ParameterizedTest
	@EnumSource
	void noMoreBytesWaitThanMaxSize(Overflow overflow) {
		NetAsyncClient client = unconnected((options) -> options.sendBuffer((buffer) -> buffer.overflow(overflow)
			.maxSize(DataSize.ofBytes(1000))
			.blockTimeout(Duration.ofMillis(1))));
		for (int size = 10; size < 500; size += 10) {
			client.send(new byte[size]);
			assertThat(client.snapshot().ledger().pendingBytes()).isBetween(14L, 1000L);
		}
	}

	@Test
	void whatIsLargerThanTheBufferIsRefusedAtOnce() {
		NetAsyncClient client = unconnected((options) -> options
			.sendBuffer((buffer) -> buffer.maxSize(DataSize.ofBytes(1000)).blockTimeout(NEVER)));
		assertFailed(client.send(new byte[1000]), Reason.BUFFER_FULL);
	}

	@Test
	void whatIsOlderThanMaxAgeIsNotHandedToAConnection() {
		int port = TestSpecs.freePort();
		NetAsyncClient client = client(port,
				(options) -> options.sendBuffer((buffer) -> buffer.maxAge(Duration.ofMillis(50))));
		CompletionStage<SendResult> old = client.send("old");
		assertThat(get(old)).isInstanceOf(SendResult.Expired.class);
		assertThat(client.snapshot().ledger().pending()).isZero();
		NetAsyncServer server = server(
				(options) -> options.port(port).handler((message) -> this.received.add(TestSpecs.text(message))));
		await(() -> server.connections().size() == 1);
		await(() -> {
			client.send("new");
			return !this.received.isEmpty();
		});
		assertThat(this.received).containsOnly("new");
	}

	@ParameterizedTest
	@EnumSource(names = { "DROP_OLDEST", "CONFLATE" })
	void whatIsInFlightIsNeverDropped(Overflow overflow) {
		NetAsyncClient client = sliding(overflow);
		ScriptedConnection connection = accept();
		CompletionStage<SendResult> oldest = stall(client).stream()
			.filter((result) -> !result.toCompletableFuture().isDone())
			.findFirst()
			.orElseThrow();
		send(client, 1000);
		assertThat(oldest.toCompletableFuture()).isNotDone();
		CompletableFuture.runAsync(() -> readAll(connection));
		assertThat(get(oldest).isWritten()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "DROP_OLDEST", "CONFLATE" })
	void aPolicyThatDropsKeepsTheLatestHalfOfTheBuffer(Overflow overflow) {
		NetAsyncClient client = sliding(overflow);
		ScriptedConnection connection = accept();
		stall(client);
		List<CompletionStage<SendResult>> results = send(client, 1000);
		CompletableFuture.runAsync(() -> readAll(connection));
		results.subList(950, 1000).forEach((result) -> assertThat(get(result).isWritten()).isTrue());
		// the kernel may still have taken some of the first
		assertThat(results).anySatisfy((result) -> assertThat(get(result)).isInstanceOf(SendResult.Dropped.class));
	}

	private NetAsyncClient sliding(Overflow overflow) {
		return client(this.peer.port(),
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(100).overflow(overflow)));
	}

	private static List<CompletionStage<SendResult>> stall(NetAsyncClient client) {
		List<CompletionStage<SendResult>> results = new ArrayList<>();
		do {
			results.addAll(send(client, 1000));
			awaitStall(client);
		}
		while (client.snapshot().ledger().pending() == 0);
		return results;
	}

	private static List<CompletionStage<SendResult>> send(NetAsyncClient client, int count) {
		List<CompletionStage<SendResult>> results = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			results.add(client.send(new byte[2000]));
		}
		return results;
	}

	private static void readAll(ScriptedConnection connection) {
		while (connection.receive().length > 0) {
			Thread.onSpinWait();
		}
	}

	@Test
	void theMemoryBudgetBoundsAllBuffersTogether() {
		try (TestNetAsync small = new TestNetAsync(new MemoryBudget(BUDGET))) {
			List<NetAsyncClient> clients = IntStream.range(0, 3)
				.mapToObj((i) -> small.netAsync()
					.connect("feed-" + i,
							(options) -> options.addresses("127.0.0.1:" + TestSpecs.freePort())
								.sendBuffer((buffer) -> buffer.overflow(Overflow.FAIL))))
				.toList();
			for (int i = 0; i < 300; i++) {
				clients.get(i % 3).send(new byte[996]);
			}
			long taken = clients.stream()
				.map((client) -> client.snapshot().ledger())
				.mapToLong((ledger) -> ledger.pendingBytes() + 128 * ledger.pending())
				.sum();
			assertThat(taken).isLessThanOrEqualTo(BUDGET).isGreaterThan(BUDGET / 2);
			assertThat(clients).extracting((client) -> client.snapshot().ledger().refused())
				.allSatisfy((refused) -> assertThat(refused).isPositive());
		}
	}

	@Test
	void receivedMessagesWaitWithinBounds() {
		NetAsyncServer server = server(
				(options) -> options.receiveBuffer((buffer) -> buffer.maxMessages(10).overflow(Overflow.BLOCK))
					.handler((message) -> {
						awaitGo();
						this.received.add("one");
					}));
		NetAsyncClient client = client(server.port(),
				(options) -> options.sendBuffer((buffer) -> buffer.maxSize(DataSize.ofMegabytes(64))));
		sendLarge(client, 60);
		assertThat(client.snapshot().ledger().pending()).isPositive();
		this.go.countDown();
		await(() -> this.received.size() == 60);
	}

	private void awaitGo() {
		try {
			this.go.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
