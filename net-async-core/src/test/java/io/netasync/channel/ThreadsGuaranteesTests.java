package io.netasync.channel;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Threads" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class ThreadsGuaranteesTests extends GuaranteesFixture {

	private final CountDownLatch go = new CountDownLatch(1);

	private final Set<String> threads = ConcurrentHashMap.newKeySet();

	@AfterEach
	void release() {
		this.go.countDown();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "BLOCK")
	void onlyBlockMakesASenderWait(Overflow overflow) {
		NetAsyncClient client = full(overflow, NEVER);
		client.send("one too many");
		assertThat(client.snapshot().ledger().pending()).isOne();
	}

	@Test
	void aSenderWaitsNoLongerThanBlockTimeout() {
		NetAsyncClient client = full(Overflow.BLOCK, Duration.ofMillis(100));
		assertFailed(client.send("one too many"), Reason.BUFFER_FULL);
	}

	@Test
	void anEventLoopNeverWaits() {
		NetAsyncClient client = full(Overflow.BLOCK, NEVER);
		CompletableFuture<SendResult> result = new CompletableFuture<>();
		CompletableFuture<String> thread = new CompletableFuture<>();
		NetAsyncServer server = server((options) -> options.dispatch(Dispatch.EVENT_LOOP).handler((message) -> {
			thread.complete(Thread.currentThread().getName());
			client.send("one too many").thenAccept(result::complete);
		}));
		try (ScriptedConnection connection = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			connection.sendFrame("hello");
			assertFailed(result, Reason.BUFFER_FULL);
			assertThat(get(thread)).startsWith("netasync-io-");
		}
	}

	private NetAsyncClient full(Overflow overflow, Duration blockTimeout) {
		NetAsyncClient client = unconnected((options) -> options
			.sendBuffer((buffer) -> buffer.maxMessages(1).overflow(overflow).blockTimeout(blockTimeout)));
		client.send("waits");
		return client;
	}

	@Test
	void yourCodeNeverRunsOnAnEventLoop() {
		NetAsyncServer server = server((options) -> options.channels((channels) -> {
			channels.subscribe((message) -> {
				note();
				channels.outbound().send(message);
			});
			channels.status().subscribe((status) -> note());
		}));
		NetAsyncClient client = client(server.port(), (options) -> options.handler((message) -> note())
			.channels((channels) -> channels.status().subscribe((status) -> note())));
		for (int i = 0; i < 200; i++) {
			get(client.send("echo").thenAccept((result) -> note()));
			get(client.request("echo").thenAccept((reply) -> note()));
		}
		client.close();
		assertThat(this.threads).isNotEmpty().noneMatch((name) -> name.startsWith("netasync-io-"));
	}

	private void note() {
		this.threads.add(Thread.currentThread().getName());
	}

	@Test
	void aBlockedHandlerDoesNotStopHeartbeats() {
		Consumer<HeartbeatBuilder> often = (beat) -> beat.interval(Duration.ofMillis(100))
			.timeout(Duration.ofSeconds(2));
		NetAsyncServer server = server((options) -> options.heartbeat(often).handler(this::handleWhenGo));
		NetAsyncClient client = client(server.port(), (options) -> options.heartbeat(often).handler((message) -> {
		}));
		client.send("blocks");
		await(() -> this.received.contains("blocks"));
		Awaitility.await()
			.during(Duration.ofSeconds(3))
			.atMost(SOON)
			.until(() -> this.net.events(NetAsyncEvent.Disconnected.class).isEmpty());
	}

	@Test
	void aBlockedHandlerHoldsUpItsOwnConnectionOnly() {
		NetAsyncServer server = server((options) -> options.handler(this::handleWhenGo));
		client("blocked", server.port(), (options) -> {
		}).send("blocks");
		await(() -> this.received.contains("blocks"));
		NetAsyncClient other = client("other", server.port(), (options) -> {
		});
		TestSpecs.numbers(0, 100).forEach(other::send);
		await(() -> this.received.size() == 101);
		assertThat(List.copyOf(this.received).subList(1, 101)).isEqualTo(TestSpecs.numbers(0, 100));
	}

	private void handleWhenGo(Message<?> message) {
		String text = TestSpecs.text(message);
		this.received.add(text);
		try {
			if (text.equals("blocks")) {
				this.go.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
