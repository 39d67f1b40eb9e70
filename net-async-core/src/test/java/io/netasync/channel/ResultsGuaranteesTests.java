package io.netasync.channel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.MessageDroppedException;
import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.client.NetAsyncClient;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.ScriptedConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Results" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class ResultsGuaranteesTests extends GuaranteesFixture {

	@Test
	void everySendEndsWithOneResult() {
		NetAsyncServer server = server((options) -> options.handler((message) -> {
		}));
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient client = client(proxy.port());
			List<CompletionStage<SendResult>> results = sendAcrossBreaks(client, proxy, server, 1000);
			proxy.down();
			await(() -> proxy.connections() == 0);
			TestSpecs.numbers(0, 100).forEach((text) -> results.add(client.send(text)));
			client.close();
			results.add(client.send("too late"));
			assertThat(results).allSatisfy((result) -> assertThat(get(result)).isNotNull());
		}
	}

	@Test
	void aResultNeverCompletesExceptionally() {
		NetAsyncClient client = unconnected(
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(1).overflow(Overflow.FAIL)));
		List<CompletionStage<SendResult>> results = new ArrayList<>(
				List.of(client.send("waits"), client.send("full"), client.send(""), client.send(new Object())));
		client.close();
		results.add(client.send("closed"));
		assertThat(results).allSatisfy((result) -> assertThat(get(result)).isInstanceOf(SendResult.Failed.class));
	}

	@Test
	void writtenMeansThatTheKernelHasTheLastByte() {
		NetAsyncClient client = roomy();
		ScriptedConnection first = accept();
		List<CompletionStage<SendResult>> results = sendLarge(client, 40);
		client.reconnect();
		ScriptedConnection second = accept();
		// closing gives the peer all that the kernel has
		ByteBuffer left = ByteBuffer.wrap(first.receiveUntilClosed());
		int whole = left.remaining() / (4 + LARGE);
		assertThat(second.expectFrame()).startsWith(whole);
		for (int i = 0; i < whole; i++) {
			assertThat(get(results.get(i)).isWritten()).isTrue();
		}
	}

	@Test
	void whatIsDroppedNeverArrives() {
		NetAsyncClient client = paused(
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(10).overflow(Overflow.DROP_OLDEST)));
		List<CompletionStage<SendResult>> results = TestSpecs.numbers(0, 20).stream().map(client::send).toList();
		client.resume();
		ScriptedConnection connection = accept();
		for (int i = 0; i < 20; i++) {
			SendResult result = get(results.get(i));
			if (i < 10) {
				assertThat(result).isEqualTo(new SendResult.Dropped(DropReason.OLDEST));
			}
			else {
				assertThat(result.isWritten()).isTrue();
				assertThat(connection.expectFrame()).asString().isEqualTo(String.valueOf(i));
			}
		}
	}

	@Test
	void whatIsExpiredNeverArrives() {
		NetAsyncClient client = paused((options) -> {
		});
		CompletionStage<SendResult> old = client.send(MessageBuilder.withPayload("old")
			.setHeader(NetAsyncHeaders.EXPIRES, Instant.now().plus(Duration.ofMillis(50)))
			.build());
		assertThat(get(old)).isInstanceOf(SendResult.Expired.class);
		client.resume();
		client.send("new");
		assertThat(accept().expectFrame()).asString().isEqualTo("new");
	}

	@Test
	void aFullBufferFailsAMessageWithBufferFull() {
		NetAsyncClient client = unconnected(
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(1).overflow(Overflow.FAIL)));
		client.send("waits");
		assertFailed(client.send("too many"), Reason.BUFFER_FULL);
	}

	@Test
	void aClosedClientFailsAMessageWithClosed() {
		NetAsyncClient client = unconnected((options) -> {
		});
		CompletionStage<SendResult> waits = client.send("waits");
		client.close();
		assertFailed(waits, Reason.CLOSED);
		assertFailed(client.send("late"), Reason.CLOSED);
	}

	@Test
	void whatCanBeNoFrameFailsWithInvalid() {
		NetAsyncClient client = unconnected((options) -> options.frame((frame) -> frame.maxSize(DataSize.ofBytes(10))));
		assertFailed(client.send(""), Reason.INVALID);
		assertFailed(client.send("more than ten bytes"), Reason.INVALID);
		assertFailed(client.send(new Object()), Reason.INVALID);
	}

	@Test
	void anUnknownConnectionFailsAMessageWithNoConnection() {
		NetAsyncServer server = server((options) -> {
		});
		assertFailed(server.send(MessageBuilder.withPayload("x").setHeader(IpHeaders.CONNECTION_ID, "gone").build()),
				Reason.NO_CONNECTION);
	}

	@Test
	void anInterruptedSendersMessageFailsWithInterrupted() {
		NetAsyncClient client = unconnected(
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(1).blockTimeout(NEVER)));
		client.send("waits");
		CompletableFuture<SendResult> result = new CompletableFuture<>();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread sender = new Thread(() -> {
			client.send("interrupted").thenAccept(result::complete);
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		sender.start();
		await(() -> sender.getState() == Thread.State.TIMED_WAITING);
		sender.interrupt();
		assertFailed(result, Reason.INTERRUPTED);
		assertThat(get(interrupted)).isTrue();
	}

	@Test
	void aFailedWriteOnAnOpenConnectionFailsWithWriteFailed() {
		NetAsyncClient client = failingOnce(0, new AtomicInteger());
		assertFailed(client.send("fails"), Reason.WRITE_FAILED);
		this.mayWrite.countDown();
		assertThat(get(client.send("goes on")).isWritten()).isTrue();
		assertThat(client.snapshot().connects()).isOne();
	}

	@Test
	void whatDoesNotGetThroughIsToldToTheErrorsChannel() {
		List<Throwable> causes = new CopyOnWriteArrayList<>();
		List<Message<?>> failed = new CopyOnWriteArrayList<>();
		NetAsyncClient client = unconnected(
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(1).overflow(Overflow.DROP_NEWEST))
					.channels((channels) -> channels.errors().subscribe((error) -> {
						MessagingException failure = (MessagingException) error.getPayload();
						failed.add(failure.getFailedMessage());
						causes.add(failure.getCause());
					})));
		List<Message<?>> sent = List.of(message("waits"), message("dropped"), message(""));
		sent.forEach(client::send);
		client.close();
		await(() -> failed.size() == 3);
		assertThat(failed).containsExactly(sent.get(1), sent.get(2), sent.get(0));
		assertThat(causes.get(0)).isInstanceOf(MessageDroppedException.class);
		assertThat(causes.get(2)).isInstanceOf(SendRefusedException.class);
	}

	private static Message<?> message(String payload) {
		return MessageBuilder.withPayload(payload).build();
	}

	private NetAsyncClient paused(Consumer<ClientBuilder> options) {
		NetAsyncClient client = client(this.peer.port(), options);
		client.pause();
		return client;
	}

	private NetAsyncClient roomy() {
		return client(this.peer.port(),
				(options) -> options.sendBuffer((buffer) -> buffer.maxMessages(100).maxSize(DataSize.ofMegabytes(64))));
	}

}
