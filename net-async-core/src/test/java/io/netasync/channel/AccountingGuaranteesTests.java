package io.netasync.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.Ledger;
import io.netasync.buffer.Overflow;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Accounting" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class AccountingGuaranteesTests extends GuaranteesFixture {

	private final AtomicBoolean done = new AtomicBoolean();

	@Test
	void theSumIsRightAtAnyMoment() {
		NetAsyncServer server = server((options) -> options.handler((message) -> {
		}));
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient client = dropping(proxy.port());
			CompletableFuture<Integer> audits = CompletableFuture
				.supplyAsync(() -> audit(() -> client.snapshot().ledger()));
			sendAcrossBreaks(client, proxy, server, 1000);
			client.close();
			this.done.set(true);
			assertThat(get(audits)).isPositive();
		}
	}

	private int audit(Supplier<Ledger> ledger) {
		int count = 0;
		do {
			assertAddsUp(ledger.get());
			count++;
		}
		while (!this.done.get());
		return count;
	}

	private static void assertAddsUp(Ledger ledger) {
		assertThat(ledger.accepted())
			.isEqualTo(ledger.sent() + ledger.dropped().total() + ledger.failed() + ledger.pending());
	}

	@Test
	void theResultsAddUpToTheSum() {
		NetAsyncServer server = server((options) -> options.handler((message) -> {
		}));
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient client = dropping(proxy.port());
			List<CompletionStage<SendResult>> results = new ArrayList<>(sendAcrossBreaks(client, proxy, server, 1000));
			proxy.down();
			await(() -> proxy.connections() == 0 && client.state() != ConnectionState.CONNECTED);
			IntStream.range(0, 40).forEach((i) -> results.add(client.send("left over")));
			client.close();
			Ledger ledger = client.snapshot().ledger();
			assertThat(ledger.accepted()).isEqualTo(1040);
			assertThat(ledger.pending()).isZero();
			assertThat(count(results, SendResult.Written.class)).isEqualTo(ledger.sent()).isPositive();
			assertThat(count(results, SendResult.Dropped.class)).isEqualTo(ledger.dropped().total()).isPositive();
			assertThat(count(results, SendResult.Failed.class)).isEqualTo(ledger.failed()).isPositive();
		}
	}

	private static long count(List<CompletionStage<SendResult>> results, Class<? extends SendResult> kind) {
		return results.stream().map((result) -> get(result)).filter(kind::isInstance).count();
	}

	@Test
	void whatIsRefusedWasNeverAccepted() {
		NetAsyncClient client = unconnected(
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(3).overflow(Overflow.FAIL)));
		TestSpecs.numbers(0, 10).forEach(client::send);
		Ledger ledger = client.snapshot().ledger();
		assertThat(ledger.accepted()).isEqualTo(3);
		assertThat(ledger.refused()).isEqualTo(7);
		assertThat(ledger.failed()).isZero();
	}

	@Test
	void dropsAreToldInExactNumbers() {
		NetAsyncClient client = dropping(TestSpecs.freePort());
		TestSpecs.numbers(0, 5000).forEach(client::send);
		assertThat(client.snapshot().ledger().dropped().of(DropReason.OLDEST)).isEqualTo(4980);
		await(() -> toldDropped("oldest") == 4980);
		client.close();
		await(() -> toldDropped("closed") == 20);
		assertThat(toldDropped("oldest")).isEqualTo(4980);
	}

	@Test
	void aServerCountsForConnectionsThatAreGone() {
		NetAsyncServer server = server((options) -> options.handler((message) -> {
		}));
		for (int i = 1; i <= 3; i++) {
			try (ScriptedConnection connection = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
				NetAsyncConnection accepted = onlyConnection(server);
				assertThat(get(accepted.send("counts")).isWritten()).isTrue();
				assertThat(connection.expectFrame()).asString().isEqualTo("counts");
			}
			await(() -> server.connections().isEmpty());
			assertThat(server.snapshot().ledger().sent()).isEqualTo(i);
			assertAddsUp(server.snapshot().ledger());
		}
	}

	private NetAsyncClient dropping(int port) {
		return client(port,
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(20).overflow(Overflow.DROP_OLDEST)));
	}

}
