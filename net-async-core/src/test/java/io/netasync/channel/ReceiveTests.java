package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.MessageDroppedException;
import io.netasync.buffer.Overflow;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.PayloadSpec.Conversion;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.memory.MemoryBudget;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.messaging.Message;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How received messages wait: for a handler that is slow, to be fetched, and for those
 * who take a connection over.
 *
 * @author net-async
 */
@Timeout(60)
class ReceiveTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final TestNetAsync net = new TestNetAsync();

	private final CountDownLatch go = new CountDownLatch(1);

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private final List<NetAsyncConnection> connections = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.go.countDown();
		this.net.close();
	}

	@ParameterizedTest
	@EnumSource(value = ConnectionSpec.Kind.class, names = { "NETTY", "NET" })
	void aQueueKeepsMessagesUntilTheyAreFetched(ConnectionSpec.Kind kind) {
		NetAsyncServer server = server((options) -> options.inboundChannel(Inbound.QUEUE).transport(kind));
		PollableChannel inbound = queue("orders");
		assertThat(inbound.receive(0)).isNull();
		assertThat(inbound.receive(50)).isNull();
		NetAsyncClient client = client(server, "feed");
		TestSpecs.numbers(0, 100).forEach(client::send);
		assertThat(fetch(inbound, 100)).isEqualTo(TestSpecs.numbers(0, 100));
		assertThat(inbound.receive(0)).isNull();
	}

	@Test
	void aFetchWaitsForAMessage() throws Exception {
		NetAsyncServer server = server((options) -> options.inboundChannel(Inbound.QUEUE));
		AtomicReference<Message<?>> fetched = new AtomicReference<>();
		Thread waiting = new Thread(() -> fetched.set(queue("orders").receive()));
		waiting.start();
		client(server, "feed").send("hello");
		waiting.join(SOON.toMillis());
		assertThat(TestSpecs.text(fetched.get())).isEqualTo("hello");
	}

	@Test
	void anUnreadQueueStopsTheReadsOfItsOwnConnectionOnly() throws Exception {
		NetAsyncServer server = server((options) -> options
			.heartbeat((beat) -> beat.interval(Duration.ofMillis(50)).timeout(Duration.ofMillis(1500)))
			.sendBuffer((buffer) -> buffer.maxSize(DataSize.ofMegabytes(64))));
		NetAsyncServer other = this.net.netAsync()
			.accept("other",
					(options) -> options.address("127.0.0.1").port(0).handler((message) -> this.handled.add("other")));
		NetAsyncClient unread = this.net.netAsync()
			.connect("unread",
					(options) -> options.addresses("127.0.0.1:" + server.port())
						.inboundChannel(Inbound.QUEUE)
						.receiveBuffer((buffer) -> buffer.maxMessages(10))
						.heartbeat((beat) -> beat.interval(Duration.ofMillis(50)).timeout(Duration.ofMillis(1500))));
		NetAsyncClient flowing = client(other, "flowing");
		Awaitility.await().atMost(SOON).until(() -> server.connections().size() == 1);
		NetAsyncConnection connection = server.connections().iterator().next();
		byte[] large = new byte[200_000];
		for (int i = 0; i < 100; i++) {
			connection.send(large);
		}
		Awaitility.await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> connection.ledger().pending() > 0);
		flowing.send("through");
		Awaitility.await().atMost(SOON).until(() -> this.handled.contains("other"));
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class)).isEmpty();
		PollableChannel inbound = queue("unread");
		for (int i = 0; i < 100; i++) {
			assertThat(inbound.receive(SOON.toMillis())).as("message %d", i).isNotNull();
		}
		assertThat(unread.snapshot().ledger().failed()).isZero();
	}

	@Test
	void aFluxFetchesAsManyAsAreAskedFor() {
		NetAsyncServer server = server((options) -> options.inboundChannel(Inbound.QUEUE));
		NetAsyncClient client = client(server, "feed");
		List<String> got = new CopyOnWriteArrayList<>();
		Taker taker = new Taker(got);
		((InboundQueueChannel) queue("orders")).flux().subscribe(taker);
		TestSpecs.numbers(0, 100).forEach(client::send);
		taker.request(7);
		Awaitility.await().atMost(SOON).until(() -> got.size() == 7);
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> got.size() == 7);
		taker.request(93);
		Awaitility.await().atMost(SOON).until(() -> got.size() == 100);
		assertThat(got).isEqualTo(TestSpecs.numbers(0, 100));
		taker.cancel();
		client.send("for others");
		assertThat(TestSpecs.text(queue("orders").receive(SOON.toMillis()))).isEqualTo("for others");
	}

	@Test
	void aFluxWithoutBoundsGetsEverythingInOrder() {
		NetAsyncServer server = server((options) -> options.inboundChannel(Inbound.QUEUE));
		NetAsyncClient client = client(server, "feed");
		Flux<Message<?>> flux = ((InboundQueueChannel) queue("orders")).flux();
		Disposable subscription = flux.subscribe((message) -> this.handled.add(TestSpecs.text(message)));
		TestSpecs.numbers(0, 5000).forEach(client::send);
		Awaitility.await().atMost(SOON).until(() -> this.handled.size() == 5000);
		assertThat(this.handled).isEqualTo(TestSpecs.numbers(0, 5000));
		subscription.dispose();
	}

	@Test
	void dropOldestKeepsTheLatestForASlowHandlerAndLosesNoStatus() {
		NetAsyncServer server = server(
				(options) -> options.receiveBuffer((buffer) -> buffer.maxMessages(10).overflow(Overflow.DROP_OLDEST))
					.statusInInbound(true)
					.handler(this::handleWhenGo));
		NetAsyncClient client = client(server, "feed");
		TestSpecs.numbers(0, 1000).forEach(client::send);
		Awaitility.await().atMost(SOON).until(() -> server.snapshot().received() == 1000);
		client.close();
		Awaitility.await().atMost(SOON).until(() -> server.connections().isEmpty());
		this.go.countDown();
		Awaitility.await().atMost(SOON).until(() -> this.handled.contains("CLOSED"));
		assertThat(this.handled).startsWith("CONNECTED").endsWith("CLOSED");
		List<String> messages = this.handled.subList(1, this.handled.size() - 1);
		assertThat(messages.subList(messages.size() - 10, messages.size())).isEqualTo(TestSpecs.numbers(990, 1000));
		Awaitility.await().atMost(SOON).until(() -> messages.size() + dropped("oldest") == 1000);
		assertThat(this.errors).isNotEmpty()
			.allSatisfy((error) -> assertThat(error).isInstanceOfSatisfying(MessageDroppedException.class,
					(drop) -> assertThat(drop.reason()).isEqualTo(DropReason.OLDEST)));
	}

	@ParameterizedTest
	@EnumSource(value = ConnectionSpec.Kind.class, names = { "NETTY", "NET" })
	void whatWaitsIsAsLargeAsItsFrameWhateverItsPayloadIs(ConnectionSpec.Kind kind) {
		MemoryBudget budget = new MemoryBudget(100_000_000);
		try (TestNetAsync own = new TestNetAsync(budget)) {
			NetAsyncServer server = own.netAsync()
				.accept("orders", (options) -> options.address("127.0.0.1")
					.port(0)
					.transport(kind)
					.payload(Conversion.JSON)
					.inboundChannel(Inbound.QUEUE)
					.receiveBuffer(
							(buffer) -> buffer.maxSize(DataSize.ofKilobytes(100)).overflow(Overflow.DROP_OLDEST)));
			NetAsyncClient client = own.netAsync()
				.connect("feed", (options) -> options.addresses("127.0.0.1:" + server.port()).payload(Conversion.JSON));
			for (int i = 0; i < 50; i++) {
				client.send(Map.of("text", "x".repeat(10_000)));
			}
			Awaitility.await().atMost(SOON).until(() -> server.snapshot().received() == 50);
			Awaitility.await()
				.atMost(SOON)
				.until(() -> own.events(NetAsyncEvent.MessagesDropped.class)
					.stream()
					.mapToLong(NetAsyncEvent.MessagesDropped::count)
					.sum() == 40);
			assertThat(budget.used()).isGreaterThan(100_000);
		}
	}

	@Test
	void dropNewestKeepsTheFirst() {
		NetAsyncServer server = server(
				(options) -> options.receiveBuffer((buffer) -> buffer.maxMessages(10).overflow(Overflow.DROP_NEWEST))
					.handler(this::handleWhenGo));
		NetAsyncClient client = client(server, "feed");
		client.send("0");
		Awaitility.await().atMost(SOON).until(() -> server.snapshot().received() == 1);
		TestSpecs.numbers(1, 1000).forEach(client::send);
		Awaitility.await().atMost(SOON).until(() -> server.snapshot().received() == 1000);
		this.go.countDown();
		Awaitility.await().atMost(SOON).until(() -> this.handled.size() + dropped("newest") == 1000);
		assertThat(this.handled).isEqualTo(TestSpecs.numbers(0, this.handled.size())).hasSizeBetween(10, 11);
	}

	@Test
	void conflateKeepsTheLatestOfEachKey() {
		NetAsyncServer server = server(
				(options) -> options.receiveBuffer((buffer) -> buffer.overflow(Overflow.CONFLATE))
					.conflationKey((message) -> ((byte[]) message.getPayload())[0])
					.handler(this::handleWhenGo));
		NetAsyncClient client = client(server, "feed");
		client.send("first");
		Awaitility.await().atMost(SOON).until(() -> server.snapshot().received() == 1);
		for (int i = 0; i < 300; i++) {
			client.send("abc".charAt(i % 3) + String.valueOf(i));
		}
		Awaitility.await().atMost(SOON).until(() -> server.snapshot().received() == 301);
		this.go.countDown();
		Awaitility.await().atMost(SOON).until(() -> this.handled.size() == 4);
		assertThat(this.handled).containsExactly("first", "a297", "b298", "c299");
		Awaitility.await().atMost(SOON).until(() -> dropped("conflated") == 297);
	}

	@Test
	void failClosesTheConnectionOfAPeerThatSendsTooMuch() {
		NetAsyncServer server = server(
				(options) -> options.receiveBuffer((buffer) -> buffer.maxMessages(10).overflow(Overflow.FAIL))
					.handler(this::handleWhenGo));
		NetAsyncClient client = client(server, "feed");
		TestSpecs.numbers(0, 100).forEach(client::send);
		Awaitility.await().atMost(SOON).until(() -> server.snapshot().accepted() > 1);
		this.go.countDown();
		Awaitility.await()
			.atMost(SOON)
			.until(() -> this.net.events(NetAsyncEvent.Disconnected.class)
				.stream()
				.anyMatch((event) -> event.reason() == DisconnectReason.OVERLOADED));
	}

	@Test
	void aClientGivesUpAConnectionThatSendsTooMuch() {
		NetAsyncServer server = server((options) -> {
		});
		NetAsyncClient client = this.net.netAsync()
			.connect("feed",
					(options) -> options.addresses("127.0.0.1:" + server.port())
						.receiveBuffer((buffer) -> buffer.maxMessages(10).overflow(Overflow.FAIL))
						.handler(this::handleWhenGo));
		Awaitility.await().atMost(SOON).until(() -> server.connections().size() == 1);
		NetAsyncConnection connection = server.connections().iterator().next();
		TestSpecs.numbers(0, 100).forEach(connection::send);
		Awaitility.await().atMost(SOON).until(() -> client.snapshot().connects() >= 2);
		this.go.countDown();
		Awaitility.await()
			.atMost(SOON)
			.until(() -> this.net.events(NetAsyncEvent.Disconnected.class)
				.stream()
				.anyMatch((event) -> event.reason() == DisconnectReason.OVERLOADED));
	}

	@Test
	void connectionsAreOfferedBeforeTheirFirstMessageAndCanBeTakenOver() {
		List<String> own = new CopyOnWriteArrayList<>();
		NetAsyncServer server = server((options) -> options.handler(this::handle)
			.channels((channels) -> taking(channels, (connection) -> connection.inbound().subscribe((message) -> {
				own.add(TestSpecs.text(message));
				connection.outbound().send(new GenericMessage<>("got it"));
			}))));
		List<String> answers = new CopyOnWriteArrayList<>();
		NetAsyncClient client = client(server, "feed", (message) -> answers.add(TestSpecs.text(message)));
		client.send("for one");
		Awaitility.await().atMost(SOON).until(() -> answers.contains("got it"));
		assertThat(own).containsExactly("for one");
		assertThat(this.handled).isEmpty();
		NetAsyncConnection connection = this.connections.get(0);
		assertThat(connection.localEndpoint().port()).isEqualTo(server.port());
		assertThat(connection.endpoint().host()).isEqualTo("127.0.0.1");
		connection.attributes().put("user", "alice");
		assertThat(server.connection(connection.id()).orElseThrow().attributes()).containsEntry("user", "alice");
		connection.close();
		Awaitility.await().atMost(SOON).until(() -> server.snapshot().accepted() == 2);
	}

	@Test
	void aConnectionThatNobodyTakesOverFlowsThroughTheServersInbound() {
		NetAsyncServer server = server(
				(options) -> options.handler(this::handle).channels((channels) -> taking(channels, (connection) -> {
				})));
		client(server, "feed").send("for all");
		Awaitility.await().atMost(SOON).until(() -> this.handled.contains("for all"));
		assertThat(this.connections).hasSize(1);
	}

	@Test
	void aConnectionCanBeReadByItself() {
		NetAsyncServer server = server((options) -> options.handler(this::handle)
			.receiveBuffer((buffer) -> buffer.maxMessages(20))
			.channels((channels) -> taking(channels, NetAsyncConnection::inboundQueue)));
		NetAsyncClient first = client(server, "first");
		Awaitility.await().atMost(SOON).until(() -> this.connections.size() == 1);
		NetAsyncClient second = client(server, "second");
		Awaitility.await().atMost(SOON).until(() -> this.connections.size() == 2);
		TestSpecs.numbers(0, 500).forEach(first::send);
		TestSpecs.numbers(500, 1000).forEach(second::send);
		assertThat(fetch(this.connections.get(1).inboundQueue(), 500)).isEqualTo(TestSpecs.numbers(500, 1000));
		assertThat(fetch(this.connections.get(0).inboundQueue(), 500)).isEqualTo(TestSpecs.numbers(0, 500));
		assertThat(this.handled).isEmpty();
	}

	@Test
	void whatNobodyFetchesTakesNoMemoryOfOthersOnceItsConnectionIsGone() {
		MemoryBudget budget = new MemoryBudget(10_000_000);
		try (TestNetAsync own = new TestNetAsync(budget)) {
			NetAsyncServer server = own.netAsync()
				.accept("orders",
						(options) -> options.address("127.0.0.1")
							.port(0)
							.channels((channels) -> taking(channels, NetAsyncConnection::inboundQueue)));
			NetAsyncClient client = own.netAsync()
				.connect("feed",
						(options) -> options.addresses("127.0.0.1:" + server.port()).inboundChannel(Inbound.QUEUE));
			Awaitility.await().atMost(SOON).until(() -> this.connections.size() == 1);
			NetAsyncConnection connection = this.connections.get(0);
			PollableChannel unfetched = (PollableChannel) own.netAsync().channels("feed").orElseThrow().inbound();
			TestSpecs.numbers(0, 100).forEach(client::send);
			TestSpecs.numbers(0, 100).forEach(connection::send);
			Awaitility.await()
				.atMost(SOON)
				.until(() -> server.snapshot().received() == 100 && client.snapshot().received() == 100);
			assertThat(budget.used()).isGreaterThan(200 * MemoryBudget.MESSAGE_OVERHEAD);
			client.close();
			Awaitility.await().atMost(SOON).until(() -> budget.used() == 0);
			assertThat(fetch(connection.inboundQueue(), 100)).isEqualTo(TestSpecs.numbers(0, 100));
			assertThat(fetch(unfetched, 100)).isEqualTo(TestSpecs.numbers(0, 100));
		}
	}

	private void taking(Channels channels, Consumer<NetAsyncConnection> taker) {
		((SubscribableChannel) channels.connections()).subscribe((message) -> {
			NetAsyncConnection connection = (NetAsyncConnection) message.getPayload();
			taker.accept(connection);
			this.connections.add(connection);
		});
	}

	private void handleWhenGo(Message<?> message) {
		try {
			this.go.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		handle(message);
	}

	private void handle(Message<?> message) {
		this.handled
			.add((message.getPayload() instanceof ConnectionStatus status) ? status.name() : TestSpecs.text(message));
	}

	private long dropped(String reason) {
		return this.net.events(NetAsyncEvent.MessagesDropped.class)
			.stream()
			.filter((event) -> event.reason().equals(reason))
			.mapToLong(NetAsyncEvent.MessagesDropped::count)
			.sum();
	}

	private static List<String> fetch(PollableChannel channel, int count) {
		List<String> fetched = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Message<?> message = channel.receive(SOON.toMillis());
			assertThat(message).as("message %d", i).isNotNull();
			fetched.add(TestSpecs.text(message));
		}
		return fetched;
	}

	private PollableChannel queue(String name) {
		return (PollableChannel) this.net.netAsync().channels(name).orElseThrow().inbound();
	}

	private NetAsyncServer server(Consumer<ServerBuilder> options) {
		return this.net.netAsync()
			.accept("orders",
					(builder) -> options.accept(builder.address("127.0.0.1")
						.port(0)
						.channels((channels) -> channels.errors().subscribe(this::failed))));
	}

	private void failed(Message<?> error) {
		this.errors.add(((Throwable) error.getPayload()).getCause());
	}

	private NetAsyncClient client(NetAsyncServer server, String name) {
		return client(server, name, (message) -> {
		});
	}

	private NetAsyncClient client(NetAsyncServer server, String name, Consumer<Message<?>> handler) {
		return this.net.netAsync()
			.connect(name, (options) -> options.addresses("127.0.0.1:" + server.port()).handler(handler::accept));
	}

	private static final class Taker extends BaseSubscriber<Message<?>> {

		private final List<String> got;

		Taker(List<String> got) {
			this.got = got;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
		}

		@Override
		protected void hookOnNext(Message<?> message) {
			this.got.add(new String((byte[]) message.getPayload(), StandardCharsets.UTF_8));
		}

	}

}
