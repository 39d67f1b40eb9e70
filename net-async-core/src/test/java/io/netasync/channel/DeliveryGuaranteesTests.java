package io.netasync.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.client.NetAsyncClient;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Delivery" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class DeliveryGuaranteesTests extends GuaranteesFixture {

	@Test
	void aMessageIsDeliveredAtMostOnce() {
		List<String> arrived = new CopyOnWriteArrayList<>();
		NetAsyncServer server = server((options) -> options.handler((message) -> arrived.add(TestSpecs.text(message))));
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient client = client(proxy.port());
			sendAcrossBreaks(client, proxy, server, 2000);
			client.send("last");
			await(() -> arrived.contains("last"));
			assertThat(client.snapshot().reconnects()).isGreaterThanOrEqualTo(8);
			assertThat(arrived).doesNotHaveDuplicates();
		}
	}

	@Test
	void aMessageIsDeliveredWholeOrNotAtAll() {
		NetAsyncServer server = server(
				(options) -> options.handler((message) -> this.received.add(TestSpecs.text(message))));
		try (ScriptedConnection cut = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			cut.sendFrame("whole").sendHex("00000005 6861");
		}
		await(() -> server.snapshot().accepted() == 1 && server.connections().isEmpty());
		try (ScriptedConnection other = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			other.sendFrame("next");
			await(() -> this.received.contains("next"));
		}
		assertThat(this.received).containsExactly("whole", "next");
	}

	@Test
	void whatHasNotLeftWhenAConnectionBreaksGoesOutOnTheNextOne() {
		NetAsyncClient client = roomy(this.peer.port());
		ScriptedConnection first = accept();
		List<CompletionStage<SendResult>> results = sendLarge(client, 40);
		long written = written(results);
		first.reset();
		ScriptedConnection second = accept();
		int next = second.expectFrame()[0];
		// a little more may have left before the reset
		assertThat((long) next).isBetween(written, written + 2);
		for (int i = next + 1; i < 40; i++) {
			assertThat(second.expectFrame()).hasSize(LARGE).startsWith(i);
		}
		results.forEach((result) -> assertThat(get(result).isWritten()).isTrue());
	}

	@Test
	void whatHasLeftIsNeverSentAgain() {
		NetAsyncClient client = client(this.peer.port());
		ScriptedConnection first = accept();
		CompletionStage<SendResult> result = client.send("1");
		assertThat(first.expectFrame()).asString().isEqualTo("1");
		assertThat(get(result).isWritten()).isTrue();
		first.reset();
		client.send("2");
		assertThat(accept().expectFrame()).asString().isEqualTo("2");
	}

	@Test
	void whatTheKernelStillHoldsIsLostWithTheConnection() {
		NetAsyncClient client = roomy(this.peer.port());
		ScriptedConnection first = accept();
		List<CompletionStage<SendResult>> results = sendLarge(client, 40);
		long written = written(results);
		first.reset();
		int next = accept().expectFrame()[0];
		// the peer has read none of those before it
		assertThat((long) next).isGreaterThanOrEqualTo(written).isPositive();
		for (int i = 0; i < next; i++) {
			assertThat(get(results.get(i)).isWritten()).isTrue();
		}
	}

	@Test
	void whatWaitsForAConnectionOfAServerFailsWithIt() {
		NetAsyncServer server = server((options) -> options
			.sendBuffer((buffer) -> buffer.maxMessages(100).maxSize(DataSize.ofMegabytes(64)).overflow(Overflow.FAIL)));
		ScriptedConnection unread = ScriptedPeer.connect(TestSpecs.address(server.port()));
		NetAsyncConnection connection = onlyConnection(server);
		List<CompletionStage<SendResult>> results = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			results.add(connection.send(new byte[LARGE]));
		}
		await(() -> connection.ledger().sent() > 0);
		unread.reset();
		assertFailed(results.get(39), Reason.CLOSED);
		await(() -> server.snapshot().ledger().pending() == 0);
		assertThat(server.snapshot().ledger().failed()).isPositive();
	}

	@Test
	void aRetryMayDeliverAMessageTwice() {
		AtomicInteger writes = new AtomicInteger();
		CompletionStage<SendResult> result = failingOnce(1, writes).send("again");
		await(() -> writes.get() == 2);
		assertArrives("again", "again");
		assertThat(get(result).isWritten()).isTrue();
	}

	@Test
	void withoutARetryLimitAMessageIsWrittenOnce() {
		NetAsyncClient client = failingOnce(0, new AtomicInteger());
		assertFailed(client.send("once"), Reason.WRITE_FAILED);
		client.send("next");
		assertArrives("once", "next");
	}

	private void assertArrives(String... payloads) {
		this.mayWrite.countDown();
		ScriptedConnection connection = Objects.requireNonNull(this.failing);
		for (String payload : payloads) {
			assertThat(connection.expectFrame()).asString().isEqualTo(payload);
		}
	}

	private static long written(List<CompletionStage<SendResult>> results) {
		return results.stream().filter((result) -> result.toCompletableFuture().isDone()).count();
	}

	private NetAsyncClient roomy(int port) {
		return client(port,
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(100).maxSize(DataSize.ofMegabytes(64))));
	}

}
