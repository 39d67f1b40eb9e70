package io.netasync.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.buffer.SendRefusedException;
import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.SendResult;
import io.netasync.memory.MemoryBudget;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tests of {@code docs/guarantees.md} share. Each of their classes is named
 * after a section of the page, each of their tests after a sentence.
 *
 * @author net-async
 */
abstract class GuaranteesFixture {

	/** More than enough on a loaded machine; nothing is expected to be fast. */
	static final Duration SOON = Duration.ofSeconds(20);

	/** Longer than any test may take. */
	static final Duration NEVER = Duration.ofHours(1);

	/** So large that a peer that does not read keeps some of a few in the sender. */
	static final int LARGE = 500_000;

	final MemoryBudget budget = new MemoryBudget(512 << 20);

	final TestNetAsync net = new TestNetAsync(this.budget);

	final ScriptedPeer peer = ScriptedPeer.listen().timeout(SOON);

	final List<String> received = new CopyOnWriteArrayList<>();

	final CountDownLatch mayWrite = new CountDownLatch(1);

	@Nullable ScriptedConnection failing;

	@AfterEach
	void close() {
		this.mayWrite.countDown();
		// first, as a client that is closed waits for its peer
		this.peer.close();
		this.net.close();
	}

	/**
	 * Makes a server on any port whose name is {@code orders} and that closes soon.
	 * @param options sets the rest
	 * @return the server
	 */
	NetAsyncServer server(Consumer<ServerBuilder> options) {
		return this.net.netAsync()
			.accept("orders", (server) -> options
				.accept(server.address("127.0.0.1").port(0).drainTimeout(Duration.ofMillis(500))));
	}

	/**
	 * Makes a client whose name is {@code feed} and that reconnects and closes soon.
	 * @param port where it connects
	 * @param options sets the rest
	 * @return the client
	 */
	NetAsyncClient client(int port, Consumer<ClientBuilder> options) {
		return client("feed", port, options);
	}

	NetAsyncClient client(String name, int port, Consumer<ClientBuilder> options) {
		return this.net.netAsync()
			.connect(name, (client) -> options.accept(client.addresses("127.0.0.1:" + port)
				.closeTimeout(Duration.ofMillis(500))
				.reconnect((reconnect) -> reconnect.delay(Duration.ofMillis(10)).maxDelay(Duration.ofMillis(50)))));
	}

	NetAsyncClient client(int port) {
		return client(port, (client) -> client.handler((message) -> this.received.add(TestSpecs.text(message))));
	}

	/**
	 * Makes a client that can't connect.
	 * @param options sets the rest
	 * @return the client
	 */
	NetAsyncClient unconnected(Consumer<ClientBuilder> options) {
		return client(TestSpecs.freePort(), options);
	}

	/**
	 * Makes a connected client whose first write fails when the message has been handed
	 * to the connection. Nothing leaves before {@link #mayWrite}, as the event loop waits
	 * for that.
	 * @param retryLimit how often it tries again
	 * @param writes counts the messages handed to the connection
	 * @return the client, and {@link #failing} its connection
	 */
	NetAsyncClient failingOnce(int retryLimit, AtomicInteger writes) {
		SendBufferPolicy defaults = SendBufferPolicy.defaults();
		ConnectionSpec spec = TestSpecs.connection(new SendBufferPolicy(defaults.maxMessages(), defaults.maxBytes(),
				defaults.maxAge(), defaults.overflow(), defaults.blockTimeout(), retryLimit), Dispatch.EVENT_LOOP);
		Channels channels = TestNetAsync.channels();
		channels.subscribe((message) -> {
			this.received.add(TestSpecs.text(message));
			awaitMayWrite();
		});
		NetAsyncClient client = this.net.netAsync()
			.client(TestSpecs.client(spec, TestSpecs.at(this.peer.port())), channels,
					List.of(FailingInterceptor.counting(writes)));
		client.start();
		this.failing = accept().sendFrame("wait");
		await(() -> this.received.contains("wait"));
		return client;
	}

	private void awaitMayWrite() {
		try {
			this.mayWrite.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Accepts a connection of a client.
	 * @return the connection
	 */
	ScriptedConnection accept() {
		return this.peer.accept().timeout(SOON);
	}

	static NetAsyncConnection onlyConnection(NetAsyncServer server) {
		await(() -> server.connections().size() == 1);
		return server.connections().iterator().next();
	}

	static void await(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(condition);
	}

	static <T> T get(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(SOON.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError("No result", ex);
		}
	}

	static void assertFailed(CompletionStage<SendResult> result, SendRefusedException.Reason reason) {
		assertThat(get(result)).isInstanceOfSatisfying(SendResult.Failed.class,
				(failed) -> assertThat(failed.reason()).isEqualTo(reason));
	}

	/**
	 * Sends numbers through a proxy that breaks all connections now and then. Something
	 * arrives over each connection.
	 * @param client sends
	 * @param proxy is between it and its server
	 * @param server its server
	 * @param count how many
	 * @return the results
	 */
	static List<CompletionStage<SendResult>> sendAcrossBreaks(NetAsyncClient client, ChaosProxy proxy,
			NetAsyncServer server, int count) {
		List<CompletionStage<SendResult>> results = new ArrayList<>();
		long received = 0;
		for (int i = 0; i < count; i++) {
			if (i % 250 == 0) {
				await(() -> proxy.connections() == 1);
				received = server.snapshot().received();
			}
			results.add(client.send(String.valueOf(i)));
			if (i % 250 == 100) {
				long before = received;
				await(() -> server.snapshot().received() > before);
			}
			if (i % 250 == 200) {
				long connects = client.snapshot().connects();
				proxy.reset();
				await(() -> client.snapshot().connects() > connects);
			}
		}
		return results;
	}

	/**
	 * Sends so much to a peer that does not read that some of it has not left.
	 * @param client sends
	 * @param count how many messages
	 * @return the results
	 */
	static List<CompletionStage<SendResult>> sendLarge(NetAsyncClient client, int count) {
		List<CompletionStage<SendResult>> results = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			byte[] payload = new byte[LARGE];
			payload[0] = (byte) i;
			results.add(client.send(payload));
		}
		awaitStall(client);
		assertThat(client.snapshot().ledger().sent()).isLessThan(count);
		return results;
	}

	/**
	 * Waits until the kernel takes no more of what a client has to send.
	 * @param client the client
	 */
	static void awaitStall(NetAsyncClient client) {
		long before;
		do {
			before = client.snapshot().ledger().sent();
			Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
		}
		while (before == 0 || client.snapshot().ledger().sent() > before);
	}

	long toldDropped(String reason) {
		return this.net.events(NetAsyncEvent.MessagesDropped.class)
			.stream()
			.filter((event) -> event.reason().equals(reason))
			.mapToLong(NetAsyncEvent.MessagesDropped::count)
			.sum();
	}

}
