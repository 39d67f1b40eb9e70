package io.netasync.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.memory.MemoryBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.Direction;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.Compression;
import io.netasync.transport.Compression.Type;
import io.netasync.transport.NoLeaks;
import io.netasync.transport.TestTls;
import io.netasync.transport.Tls;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of compressed connections.
 *
 * @author net-async
 */
@Timeout(90)
@ExtendWith(NoLeaks.class)
class CompressionTests {

	private final MemoryBudget memory = new MemoryBudget(50_000_000);

	private final TestNetAsync net = new TestNetAsync(this.memory);

	private final List<byte[]> received = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.net.close();
		assertThat(this.memory.used()).isZero();
	}

	private NetAsyncServer echo(Type type, @Nullable Tls tls) {
		return this.net.netAsync()
			.accept("orders",
					(server) -> server.address("127.0.0.1")
						.port(0)
						.compression((compression) -> compression.type(type))
						.ssl((ssl) -> ssl.tls(tls))
						.channels((channels) -> channels.subscribe(channels.outbound()::send)));
	}

	private NetAsyncClient client(int port, Type type, @Nullable Tls tls) {
		return this.net.netAsync()
			.connect("feed",
					(client) -> client.addresses("localhost:" + port)
						.reconnect((reconnect) -> reconnect.delay(Duration.ofMillis(20)))
						.compression((compression) -> compression.type(type))
						.ssl((ssl) -> ssl.tls(tls))
						.handler((message) -> this.received.add((byte[]) message.getPayload())));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
	}

	private static List<byte[]> payloads() {
		Random random = new Random(5);
		byte[] noise = new byte[200_000];
		random.nextBytes(noise);
		List<byte[]> payloads = new ArrayList<>(
				IntStream.range(0, 300).mapToObj((i) -> ("{\"number\":" + i + "}").getBytes()).toList());
		payloads.add(noise);
		payloads.add("some text ".repeat(30_000).getBytes());
		payloads.add(new byte[] { 1 });
		return payloads;
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void messagesGoBothWays(Type type) {
		NetAsyncClient feed = client(echo(type, null).port(), type, null);
		List<byte[]> payloads = payloads();
		payloads.forEach((payload) -> feed.send(new GenericMessage<>(payload)));
		await(() -> this.received.size() == payloads.size());
		assertThat(this.received).containsExactlyElementsOf(payloads);
		assertThat(feed.snapshot().ledger().sent()).isEqualTo(payloads.size());
	}

	@Test
	void messagesGoBothWaysOverTls(@TempDir Path directory) throws Exception {
		Tls tls = TestTls.create(directory.resolve("localhost.p12"), "localhost");
		NetAsyncClient feed = client(echo(Type.ZLIB, tls).port(), Type.ZLIB, tls);
		feed.send(new GenericMessage<>("hello".getBytes()));
		await(() -> this.received.size() == 1);
		assertThat(this.received.get(0)).asString().isEqualTo("hello");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void fewerBytesGoOverTheWire(Type type) {
		NetAsyncServer server = echo(type, null);
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient feed = client(proxy.port(), type, null);
			byte[] payload = IntStream.range(0, 2000)
				.mapToObj((i) -> "{\"name\":\"a name\",\"number\":" + i + "},")
				.reduce("", String::concat)
				.getBytes();
			feed.send(new GenericMessage<>(payload));
			await(() -> this.received.size() == 1);
			assertThat(proxy.bytes(Direction.UPSTREAM)).isLessThan(payload.length / 3);
			assertThat(proxy.bytes(Direction.DOWNSTREAM)).isLessThan(payload.length / 3);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void heartbeatsKeepTheConnection(Type type) {
		NetAsyncServer server = this.net.netAsync()
			.accept("orders",
					(orders) -> orders.port(0).compression((all) -> all.type(type)).heartbeat(CompressionTests::often));
		NetAsyncClient feed = this.net.netAsync()
			.connect("feed",
					(client) -> client.addresses("127.0.0.1:" + server.port())
						.compression((all) -> all.type(type))
						.heartbeat(CompressionTests::often));
		Awaitility.await()
			.during(Duration.ofMillis(1500))
			.atMost(Duration.ofSeconds(10))
			.until(() -> feed.state() == ConnectionState.CONNECTED && this.net.events(Disconnected.class).isEmpty());
		assertThat(feed.snapshot().receivedBytes()).isGreaterThan(20);
	}

	private static void often(HeartbeatBuilder heartbeat) {
		heartbeat.interval(Duration.ofMillis(100)).timeout(Duration.ofMillis(1000));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void bytesThatAreNotCompressedEndTheirConnectionOnly(Type type) {
		NetAsyncServer server = echo(type, null);
		NetAsyncClient feed = client(server.port(), type, null);
		assertThat(server.isListening()).isTrue();
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			peer.sendFrame("plain text").expectClosed();
		}
		await(() -> !this.net.events(Disconnected.class).isEmpty());
		assertThat(this.net.events(Disconnected.class)).singleElement().satisfies((event) -> {
			assertThat(event.reason()).isEqualTo(DisconnectReason.FRAME_ERROR);
			assertThat(event.cause()).hasMessageStartingWith("Not " + type.name().toLowerCase() + ": ");
		});
		feed.send(new GenericMessage<>("hello".getBytes()));
		await(() -> this.received.size() == 1);
	}

	private static byte[] bomb(Type type) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DeflaterOutputStream out = (type == Type.GZIP) ? new GZIPOutputStream(bytes)
				: new DeflaterOutputStream(bytes)) {
			// zeros are heartbeats, which cost no memory however many there are
			for (int i = 0; i < 64; i++) {
				out.write(new byte[1024 * 1024]);
			}
		}
		return bytes.toByteArray();
	}

	@ParameterizedTest
	@EnumSource(names = { "ZLIB", "GZIP" })
	void aBombEndsItsConnection(Type type) throws IOException {
		NetAsyncServer server = echo(type, null);
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			peer.send(bomb(type));
			await(() -> !this.net.events(Disconnected.class).isEmpty());
		}
		assertThat(this.net.events(Disconnected.class)).singleElement().satisfies((event) -> {
			assertThat(event.reason()).isEqualTo(DisconnectReason.COMPRESSION_RATIO);
			assertThat(event.cause()).hasMessageContaining("'compression.max-ratio'").hasMessageContaining("(100)");
		});
		assertThat(server.snapshot().receivedBytes()).isLessThan(512 * 1024);
	}

	@Test
	void aRatioThatIsAllowedIsDelivered() {
		NetAsyncServer server = this.net.netAsync()
			.accept("orders",
					(orders) -> orders.port(0)
						.compression((all) -> all.type(Type.ZLIB).maxRatio(2000))
						.handler((message) -> this.received.add((byte[]) message.getPayload())));
		NetAsyncClient feed = client(server.port(), Type.ZLIB, null);
		for (int i = 0; i < 20; i++) {
			feed.send(new GenericMessage<>(new byte[1_000_000]));
		}
		await(() -> this.received.size() == 20);
		assertThat(this.net.events(Disconnected.class)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NETTY")
	void isRefusedOverOtherTransports(Kind kind) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.net.netAsync()
			.accept("orders", (orders) -> orders.port(0).transport(kind).compression((all) -> all.type(Type.SNAPPY))))
			.withMessageContaining("'compression' needs the transport netty");
	}

	@Test
	void refusesARatioOfNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Compression(Type.ZLIB, 0))
			.withMessage("'max-ratio' must be greater than 0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.net.netAsync()
				.accept("orders", (orders) -> orders.port(0).compression((all) -> all.maxRatio(-1))))
			.withMessageContaining("'compression.max-ratio' must be greater than 0");
	}

}
