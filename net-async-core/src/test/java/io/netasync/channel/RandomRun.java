package io.netasync.channel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.Ledger;
import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.ConnectionStatus;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.Fault;
import org.awaitility.Awaitility;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One random life of a client and a server, with all that is known of it.
 *
 * @author net-async
 */
final class RandomRun implements AutoCloseable {

	private static final int SENDERS = 2;

	private static final int KEYS = 4;

	private static final int MESSAGES = 60;

	private static final int BYTES = 6000;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final long seed;

	private final Random random;

	private final TestNetAsync net = new TestNetAsync();

	private final ChaosProxy proxy;

	private final NetAsyncServer server;

	private final NetAsyncClient client;

	private final Queue<CompletionStage<SendResult>> results = new ConcurrentLinkedQueue<>();

	/** What the server handled of each sender and key, by connection. */
	private final Map<String, Map<Object, List<Integer>>> handled = new ConcurrentHashMap<>();

	private final List<ConnectionStatus> statuses = new CopyOnWriteArrayList<>();

	private final Map<Object, List<ConnectionStatus>> accepted = new ConcurrentHashMap<>();

	private final List<String> wrong = new CopyOnWriteArrayList<>();

	private final List<Thread> senders = new ArrayList<>();

	private volatile boolean sending = true;

	RandomRun(long seed) {
		this.seed = seed;
		this.random = new Random(seed);
		Overflow receiving = any(Overflow.BLOCK, Overflow.DROP_NEWEST, Overflow.DROP_OLDEST, Overflow.CONFLATE);
		Overflow answering = any(Overflow.values());
		this.server = this.net.netAsync()
			.accept("orders", (options) -> common(options).port(0)
				.address("127.0.0.1")
				.drainTimeout(Duration.ofSeconds(2))
				.receiveBuffer((buffer) -> buffer.maxMessages(20).overflow(receiving))
				.sendBuffer((buffer) -> buffer.maxMessages(20).overflow(answering).blockTimeout(Duration.ofMillis(20)))
				.channels(this::serve));
		this.proxy = ChaosProxy.start(new InetSocketAddress("127.0.0.1", this.server.port()));
		SendBufferPolicy policy = policy();
		this.client = this.net.netAsync()
			.connect("feed", (options) -> common(options).addresses("127.0.0.1:" + this.proxy.port())
				.reconnect((reconnect) -> reconnect.delay(Duration.ofMillis(10)).maxDelay(Duration.ofMillis(100)))
				.sendBuffer((buffer) -> buffer.maxMessages(policy.maxMessages())
					.maxSize(DataSize.ofBytes(policy.maxBytes()))
					.maxAge(policy.maxAge())
					.overflow(policy.overflow())
					.blockTimeout(policy.blockTimeout()))
				.channels((channels) -> channels.status()
					.subscribe((message) -> this.statuses.add((ConnectionStatus) message.getPayload())))
				.handler((message) -> onWorker()));
	}

	private static <B extends ConnectionBuilder<B>> B common(B options) {
		return options.heartbeat((beat) -> beat.interval(Duration.ofMillis(50)).timeout(Duration.ofMillis(400)))
			.conflationKey(RandomRun::key);
	}

	private static Object key(Message<?> message) {
		String text = (message.getPayload() instanceof String sent) ? sent : TestSpecs.text(message);
		String[] parts = text.split(":");
		return (lane(parts) > 0) ? parts[0] + lane(parts) : null;
	}

	private static int lane(String[] parts) {
		return Integer.parseInt(parts[1]) % KEYS;
	}

	private Overflow any(Overflow... overflows) {
		return overflows[this.random.nextInt(overflows.length)];
	}

	private SendBufferPolicy policy() {
		return new SendBufferPolicy(10 + this.random.nextInt(MESSAGES - 10), BYTES - this.random.nextInt(BYTES / 2),
				this.random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(200), any(Overflow.values()),
				Duration.ofMillis(this.random.nextInt(50)), 0);
	}

	private void serve(Channels channels) {
		channels.status()
			.subscribe((message) -> this.accepted
				.computeIfAbsent(message.getHeaders().get(IpHeaders.CONNECTION_ID),
						(id) -> new CopyOnWriteArrayList<>())
				.add((ConnectionStatus) message.getPayload()));
		channels.subscribe((message) -> {
			onWorker();
			handled(TestSpecs.text(message), message.getHeaders().get(IpHeaders.CONNECTION_ID));
			channels.outbound().send(message);
		});
	}

	private void onWorker() {
		String thread = Thread.currentThread().getName();
		if (thread.startsWith("netasync-io") || thread.startsWith("netasync-control")) {
			this.wrong.add("handled on " + thread);
		}
	}

	private void handled(String text, Object connectionId) {
		String[] parts = text.split(":");
		this.handled.computeIfAbsent(parts[0] + ":" + lane(parts), (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(connectionId, (id) -> new CopyOnWriteArrayList<>())
			.add(Integer.parseInt(parts[1]));
	}

	/**
	 * Messages of a sender come in order on every connection; where they may take the
	 * place of others, those of each key. What came on one connection lies wholly before
	 * or after what came on another, although a network that was frozen may bring the
	 * first last. So nothing comes twice.
	 */
	private void checkOrder() {
		this.handled.forEach((key, connections) -> {
			for (List<Integer> numbers : connections.values()) {
				assertThat(numbers).as("%s: %s", this, key).isSorted().doesNotHaveDuplicates();
			}
			List<List<Integer>> inOrder = new ArrayList<>(connections.values());
			inOrder.sort(Comparator.comparing((numbers) -> numbers.get(0)));
			for (int i = 1; i < inOrder.size(); i++) {
				List<Integer> before = inOrder.get(i - 1);
				assertThat(before.get(before.size() - 1)).as("%s: %s", this, key).isLessThan(inOrder.get(i).get(0));
			}
		});
	}

	void live() throws InterruptedException {
		for (int i = 0; i < SENDERS; i++) {
			String name = "s" + i;
			Random dice = new Random(this.seed * 31 + i);
			this.senders.add(new Thread(() -> send(name, dice), "random-sender-" + i));
		}
		this.senders.forEach(Thread::start);
		for (int step = 0; step < 40; step++) {
			disturb();
			LockSupport.parkNanos(Duration.ofMillis(10 + this.random.nextInt(80)).toNanos());
			Ledger ledger = this.client.snapshot().ledger();
			check(ledger.pending() <= MESSAGES && ledger.pendingBytes() <= BYTES, "too much waits: " + ledger);
			check(ledger.accepted() == accountedFor(ledger), "not accounted for: " + ledger);
		}
		this.sending = false;
		for (Thread sender : this.senders) {
			sender.join();
		}
	}

	private void send(String name, Random dice) {
		for (int number = 0; this.sending; number++) {
			this.results.add(this.client.send(name + ":" + number + ":" + "x".repeat(dice.nextInt(300))));
			if (dice.nextInt(20) == 0) {
				LockSupport.parkNanos(Duration.ofMillis(dice.nextInt(20)).toNanos());
			}
		}
	}

	private void disturb() {
		switch (this.random.nextInt(12)) {
			case 0 -> this.proxy.reset();
			case 1 -> this.proxy.cut();
			case 2 -> this.proxy.freeze();
			case 3 -> this.proxy.down();
			case 4 -> this.proxy.heal().add(Fault.slice(1 + this.random.nextInt(20), Duration.ofMillis(1)));
			case 5 -> this.proxy.heal().add(Fault.bandwidth(2000 + this.random.nextInt(100_000)));
			case 6 -> this.client.reconnect();
			case 7 -> this.server.connections().forEach(NetAsyncConnection::close);
			case 8 -> this.client.pause();
			case 9 -> this.client.sendBuffer(policy());
			default -> repair();
		}
	}

	private void repair() {
		this.proxy.heal().thaw().up();
		this.client.resume();
	}

	/**
	 * Breaks nothing more and lets everything come to rest.
	 */
	void settle() {
		repair();
		Awaitility.await(toString())
			.atMost(PATIENCE)
			.until(() -> this.client.state() == ConnectionState.CONNECTED
					&& this.client.snapshot().ledger().pending() == 0);
		Awaitility.await(toString())
			.atMost(PATIENCE)
			.until(() -> this.results.stream().allMatch((result) -> result.toCompletableFuture().isDone()));
		Ledger ledger = this.client.snapshot().ledger();
		check(ledger.accepted() + ledger.refused() == this.results.size(), this.results.size() + " sent: " + ledger);
		check(ledger.accepted() == accountedFor(ledger), "not accounted for: " + ledger);
		check(ledger.sent() == count(SendResult.WRITTEN), "written: " + ledger);
		for (DropReason reason : DropReason.values()) {
			check(ledger.dropped().of(reason) == count(SendResult.dropped(reason)),
					"dropped " + reason + ": " + ledger);
		}
		check(ledger.failed() == 0 && ledger.pendingBytes() == 0, "at rest: " + ledger);
		check(this.server.snapshot().received() <= ledger.sent(), "more came than went: " + ledger);
	}

	private static long accountedFor(Ledger ledger) {
		return ledger.sent() + ledger.dropped().total() + ledger.failed() + ledger.pending();
	}

	private long count(SendResult expected) {
		return this.results.stream().filter((result) -> result.toCompletableFuture().join().equals(expected)).count();
	}

	void end() {
		this.client.close();
		this.server.close();
		check(this.wrong.isEmpty(), String.join("\n", this.wrong));
		checkOrder();
		Awaitility.await(toString())
			.atMost(PATIENCE)
			.until(() -> this.statuses.get(this.statuses.size() - 1) == ConnectionStatus.CLOSED);
		List<ConnectionStatus> expected = new ArrayList<>();
		for (int i = 0; i < this.statuses.size() / 2; i++) {
			expected.addAll(List.of(ConnectionStatus.CONNECTED, ConnectionStatus.DISCONNECTED));
		}
		expected.add(ConnectionStatus.CLOSED);
		assertThat(this.statuses).as(toString()).isEqualTo(expected);
		Awaitility.await(toString())
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.accepted.values()).as(toString())
				.allSatisfy((told) -> assertThat(told).containsExactly(ConnectionStatus.CONNECTED,
						ConnectionStatus.CLOSED)));
		this.net.close();
		Awaitility.await(toString())
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).as(toString())
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("netasync-client") || name.startsWith("netasync-server")
						|| name.startsWith("netasync-io") || name.startsWith("netasync-control")));
	}

	private void check(boolean holds, String otherwise) {
		assertThat(holds).as("%s: %s", this, otherwise).isTrue();
	}

	@Override
	public void close() {
		this.sending = false;
		this.net.close();
		this.proxy.close();
	}

	@Override
	public String toString() {
		return "seed " + this.seed;
	}

}
