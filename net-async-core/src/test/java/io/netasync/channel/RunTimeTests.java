package io.netasync.channel;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.netasync.buffer.Overflow;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.Endpoint;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.BindFailedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of clients and servers that come and go while the application runs.
 *
 * @author net-async
 */
@Timeout(60)
class RunTimeTests {

	private final TestNetAsync net = new TestNetAsync();

	private final NetAsync netAsync = this.net.netAsync();

	private final List<String> received = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.net.close();
	}

	private NetAsyncServer echo(String name) {
		return this.netAsync.accept(name, (server) -> server.port(0)
			.channels((channels) -> channels.subscribe((message) -> channels.outbound().send(message))));
	}

	private void receive(Message<?> message) {
		this.received.add(new String((byte[]) message.getPayload(), StandardCharsets.UTF_8));
	}

	private NetAsyncClient connect(String name, NetAsyncServer to) {
		return this.netAsync.connect(name,
				(client) -> client.addresses("127.0.0.1:" + to.port()).handler(this::receive));
	}

	@Test
	void connectsAndAcceptsAndIsAnswered() throws Exception {
		NetAsyncClient client = connect("feed", echo("orders"));
		client.send("hello").toCompletableFuture().get(10, TimeUnit.SECONDS).orThrow();
		Awaitility.await().until(() -> this.received.equals(List.of("hello")));
		assertThat(this.netAsync.client("feed")).contains(client);
		assertThat(this.netAsync.server("orders")).isPresent();
		assertThat(this.netAsync.channels("feed").orElseThrow().outbound().send(new GenericMessage<>("more"))).isTrue();
		Awaitility.await().until(() -> this.received.equals(List.of("hello", "more")));
	}

	@Test
	void isGoneOnceItIsClosedByName() throws Exception {
		NetAsyncServer server = echo("orders");
		NetAsyncClient client = connect("feed", server);
		assertThat(client.awaitConnected(Duration.ofSeconds(10))).isTrue();
		assertThat(this.netAsync.close("feed")).isTrue();
		assertThat(this.netAsync.close("orders")).isTrue();
		assertGone("feed");
		assertGone("orders");
		assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(server.isListening()).isFalse();
		assertThat(this.netAsync.close("feed")).isFalse();
	}

	@Test
	void isGoneOnceItIsClosedByItself() throws Exception {
		NetAsyncServer server = echo("orders");
		NetAsyncClient client = connect("feed", server);
		assertThat(client.awaitConnected(Duration.ofSeconds(10))).isTrue();
		client.close();
		server.close();
		assertGone("feed");
		assertGone("orders");
	}

	@Test
	void whatWasMadeOfASpecificationIsGoneOnceItIsClosed() {
		NetAsyncServer server = this.net.echo(TestSpecs.server());
		assertThat(this.netAsync.close(server.name())).isTrue();
		assertGone(server.name());
	}

	private void assertGone(String name) {
		assertThat(this.netAsync.client(name)).isEmpty();
		assertThat(this.netAsync.server(name)).isEmpty();
		assertThat(this.netAsync.channels(name)).isEmpty();
		Awaitility.await().until(() -> threads().stream().noneMatch((thread) -> thread.contains("-" + name + "-")));
	}

	private static Set<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
	}

	@Test
	void refusesANameThatIsTaken() {
		echo("orders");
		assertThatIllegalStateException().isThrownBy(() -> this.netAsync.connect("orders", (client) -> {
		})).withMessageContaining("netAsync.close(\"orders\")");
		assertThat(this.netAsync.server("orders")).isPresent();
	}

	@Test
	void aNameIsFreeAgainAfterTheClose() throws Exception {
		NetAsyncServer server = echo("orders");
		NetAsyncClient first = connect("feed", server);
		first.close();
		NetAsyncClient second = connect("feed", server);
		first.close();
		assertThat(this.netAsync.client("feed")).contains(second);
		second.send("hello").toCompletableFuture().get(10, TimeUnit.SECONDS).orThrow();
	}

	@Test
	void theNextOfANameTakesTheChannelsOver() throws Exception {
		NetAsyncServer server = echo("orders");
		Channels channels = TestNetAsync.channels();
		ClientSpec spec = TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(server.port()));
		this.net.client(spec, channels).close();
		assertThatExceptionOfType(SendFailedException.class)
			.isThrownBy(() -> channels.outbound().send(new GenericMessage<>("late")));
		NetAsyncClient next = this.net.client(spec, channels);
		for (int i = 0; i < 4; i++) {
			assertThat(channels.outbound().send(new GenericMessage<>("hello"))).isTrue();
		}
		assertThat(next.snapshot().ledger().accepted()).isEqualTo(4);
	}

	@Test
	void leavesNothingOfWhatCanNotBe() throws Exception {
		assertThatIllegalArgumentException().isThrownBy(() -> this.netAsync.connect("feed", (client) -> {
		})).withMessageContaining("addresses(");
		assertThatIllegalArgumentException().isThrownBy(() -> this.netAsync.accept("orders", (server) -> {
		})).withMessageContaining("port(");
		try (ServerSocket taken = new ServerSocket(0)) {
			assertThatExceptionOfType(BindFailedException.class)
				.isThrownBy(() -> this.netAsync.accept("orders", (server) -> server.port(taken.getLocalPort())));
		}
		assertGone("feed");
		assertGone("orders");
		echo("orders");
	}

	@Test
	void namesTheOptionThatCanNotBe() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> this.netAsync.connect("feed", (client) -> client.sendBuffer((buffer) -> buffer.maxMessages(0))))
			.withMessage("'send-buffer.max-messages' must be greater than 0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.netAsync.connect("feed", (client) -> client.ssl((ssl) -> ssl.bundle("own"))))
			.withMessageContaining("no SSL bundles");
	}

	@Test
	void optionsOfAGroupMayComeInAnyOrder() {
		NetAsyncServer server = this.netAsync.accept("orders",
				(orders) -> orders.port(0)
					.heartbeat(
							(heartbeat) -> heartbeat.interval(Duration.ofSeconds(20)).timeout(Duration.ofSeconds(60)))
					.sendBuffer((buffer) -> buffer.overflow(Overflow.FAIL).maxSize(DataSize.ofKilobytes(1))));
		assertThat(server.isListening()).isTrue();
	}

	@Test
	void statusesAreToldToWhoSubscribedBeforeTheStart() {
		List<Object> statuses = new CopyOnWriteArrayList<>();
		NetAsyncServer server = echo("orders");
		this.netAsync.connect("feed", (client) -> client.addresses(List.of(new Endpoint("127.0.0.1", server.port())))
			.channels((channels) -> channels.status().subscribe((message) -> statuses.add(message.getPayload()))));
		Awaitility.await().until(() -> statuses.equals(List.of(ConnectionStatus.CONNECTED)));
		this.netAsync.close("feed");
		assertThat(statuses).containsExactly(ConnectionStatus.CONNECTED, ConnectionStatus.DISCONNECTED,
				ConnectionStatus.CLOSED);
	}

	@Test
	void theCloseOfAServerFreesItsPortAtOnce() throws Exception {
		NetAsyncServer first = echo("orders");
		int port = first.port();
		Duration soon = Duration.ofMillis(5);
		this.netAsync.connect("feed", (client) -> client.addresses("127.0.0.1:" + port)
			.reconnect((reconnect) -> reconnect.delay(soon).maxDelay(soon)));
		for (int i = 0; i < 100; i++) {
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> !connectionsOf("orders").isEmpty());
			this.netAsync.close("orders");
			try (ServerSocket other = new ServerSocket()) {
				other.setReuseAddress(true);
				other.bind(new InetSocketAddress(port));
			}
			this.netAsync.accept("orders", (server) -> server.port(port).handler((message) -> {
			}));
		}
	}

	private List<Object> connectionsOf(String server) {
		return new ArrayList<>(this.netAsync.server(server).orElseThrow().connections());
	}

	@Test
	void listenersHearOfAllThereAre() {
		List<String> heard = new CopyOnWriteArrayList<>();
		NetAsyncServer server = echo("orders");
		this.netAsync.addListener(new Heard(heard));
		connect("feed", server);
		this.netAsync.close("orders");
		this.netAsync.close("feed");
		assertThat(heard).containsExactly("+orders", "+feed", "-orders", "-feed");
	}

	@Test
	void makesNothingOnceItIsClosed() {
		this.net.close();
		assertThatIllegalStateException().isThrownBy(() -> echo("orders")).withMessageContaining("closed");
	}

	private record Heard(List<String> heard) implements MembershipListener {

		@Override
		public void added(AutoCloseable member) {
			this.heard.add("+" + name(member));
		}

		@Override
		public void removed(AutoCloseable member) {
			this.heard.add("-" + name(member));
		}

		private static String name(AutoCloseable member) {
			return (member instanceof NetAsyncClient client) ? client.name() : ((NetAsyncServer) member).name();
		}

	}

}
