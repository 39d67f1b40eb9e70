package io.netasync.channel;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.EventLoops.Io;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of clients and servers over Unix sockets.
 *
 * @author net-async
 */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(OutputCaptureExtension.class)
class UnixSocketTests {

	@TempDir
	private Path directory;

	private TestNetAsync net = new TestNetAsync();

	private final List<Message<?>> received = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.net.close();
	}

	private Path path() {
		return this.directory.resolve("x.sock");
	}

	private String address() {
		return "unix:" + path();
	}

	private NetAsyncServer echo() {
		return this.net.netAsync()
			.accept("orders", (orders) -> orders.address(address()).channels((all) -> all.subscribe((message) -> {
				this.received.add(message);
				all.outbound().send(message);
			})));
	}

	private List<String> texts(NetAsyncClient client) {
		return TestSpecs.texts(this.net.netAsync().channels(client.name()).orElseThrow());
	}

	private NetAsyncClient client(String... addresses) {
		return this.net.netAsync()
			.connect("feed", (feed) -> feed.addresses(addresses)
				.reconnect((reconnect) -> reconnect.delay(Duration.ofMillis(20)).maxDelay(Duration.ofMillis(100))));
	}

	private static void send(NetAsyncClient client, Object payload) throws Exception {
		client.send(payload).toCompletableFuture().get(10, TimeUnit.SECONDS).orThrow();
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING", "NIO" })
	void carriesMessagesBothWays(Io io, CapturedOutput output) throws Exception {
		Assumptions.assumeTrue(io != Io.EPOLL || Epoll.isAvailable());
		Assumptions.assumeTrue(io != Io.IO_URING || IoUring.isAvailable());
		this.net.close();
		this.net = new TestNetAsync(io);
		NetAsyncServer server = echo();
		NetAsyncClient client = client(address());
		List<String> texts = texts(client);
		String large = "é".repeat(400_000);
		send(client, "1");
		send(client, large);
		send(client, "3");
		Awaitility.await().until(() -> texts.size() == 3);
		assertThat(texts).containsExactly("1", large, "3");
		server.close();
		Awaitility.await().until(() -> this.net.events(NetAsyncEvent.Disconnected.class).size() == 2);
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class)).allSatisfy((event) -> {
			assertThat(event.endpoint()).hasToString(address());
			assertThat(event.cause()).isNull();
		});
		assertThat(this.directory).isEmptyDirectory();
		assertThat(output).doesNotContain("Unknown channel option");
	}

	@Test
	void namesThePathWhereverTcpNamesHostAndPort() throws Exception {
		NetAsyncServer server = echo();
		assertThat(server.port()).isZero();
		assertThat(server.endpoint()).hasToString("Optional[" + address() + "]");
		assertThat(server.snapshot().endpoint()).hasToString(address());
		Awaitility.await().until(() -> !this.net.events(NetAsyncEvent.ServerListening.class).isEmpty());
		assertThat(this.net.events(NetAsyncEvent.ServerListening.class).get(0).endpoint()).hasToString(address());
		NetAsyncClient client = client(address());
		send(client, "hello");
		assertThat(client.snapshot().endpoint()).hasToString(address());
		Awaitility.await().until(() -> this.received.size() == 1);
		NetAsyncConnection connection = server.connections().iterator().next();
		assertThat(connection.endpoint()).hasToString(address());
		assertThat(connection.localEndpoint()).hasToString(address());
		assertThat(this.received.get(0).getHeaders()).containsEntry(IpHeaders.CONNECTION_ID, connection.id())
			.containsEntry(IpHeaders.HOSTNAME, "localhost")
			.containsEntry(IpHeaders.IP_ADDRESS, address())
			.containsEntry(IpHeaders.REMOTE_PORT, 0);
		assertThat(connection.id()).startsWith(address() + ":");
	}

	@Test
	void addressesOneOfManyAndAll() throws Exception {
		NetAsyncServer server = echo();
		try (SocketChannel first = connect(); SocketChannel second = connect()) {
			Awaitility.await().until(() -> server.connections().size() == 2);
			assertThat(server.connections()).extracting(NetAsyncConnection::id).doesNotHaveDuplicates();
			write(first, "for one");
			assertThat(read(first)).isEqualTo("for one");
			assertThat(server.broadcast(message("for all"))).isEqualTo(2);
			assertThat(read(first)).isEqualTo("for all");
			assertThat(read(second)).isEqualTo("for all");
		}
		Awaitility.await().until(() -> server.connections().isEmpty());
	}

	@Test
	void talksToAServerThatIsNotOurs() throws Exception {
		try (ServerSocketChannel peer = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			peer.bind(UnixDomainSocketAddress.of(path()));
			NetAsyncClient client = client(address());
			List<String> texts = texts(client);
			try (SocketChannel connection = peer.accept()) {
				send(client, "question");
				assertThat(read(connection)).isEqualTo("question");
				write(connection, "answer");
				Awaitility.await().until(() -> texts.equals(List.of("answer")));
			}
		}
	}

	@Test
	void connectsWhenTheServerComesAndAgainWhenItComesBack() throws Exception {
		NetAsyncClient client = client(address());
		List<String> texts = texts(client);
		CompletableFuture<?> waiting = client.send("before").toCompletableFuture();
		Awaitility.await().until(() -> this.net.events(NetAsyncEvent.ReconnectScheduled.class).size() > 2);
		for (int i = 1; i <= 3; i++) {
			NetAsyncServer server = echo();
			int count = i;
			send(client, "with " + i);
			Awaitility.await().until(() -> texts.size() == 1 + count);
			server.close();
			Awaitility.await().until(() -> client.state() == ConnectionState.RECONNECTING);
		}
		assertThat(waiting).isCompleted();
		Awaitility.await()
			.until(() -> String.valueOf(client.snapshot().lastFailure()).contains("There is no socket " + address()));
		assertThat(texts).containsExactly("before", "with 1", "with 2", "with 3");
	}

	@Test
	void failsOverFromAUnixSocketToAPortAndBack() throws Exception {
		NetAsyncServer port = this.net.echo(TestSpecs.server());
		Endpoint unix = Endpoint.parse(address());
		NetAsyncClient client = this.net.client(
				TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.eager(),
						TestSpecs.failover(Strategy.ORDERED, 100), unix, TestSpecs.at(port.port())),
				TestNetAsync.channels());
		Awaitility.await().until(() -> TestSpecs.at(port.port()).equals(client.snapshot().endpoint()));
		NetAsyncServer orders = this.net.netAsync().accept("unix", (options) -> options.address(address()));
		// a failback waits until the new peer is heard
		Awaitility.await()
			.until(() -> orders.broadcast(message("welcome")) >= 0 && unix.equals(client.snapshot().endpoint()));
		Awaitility.await().until(() -> !this.net.events(NetAsyncEvent.FailedBack.class).isEmpty());
		assertThat(this.net.events(NetAsyncEvent.FailedBack.class)).singleElement()
			.satisfies((event) -> assertThat(event.to()).isEqualTo(unix));
	}

	@Test
	void aClientChangesOverFromAPortToAUnixSocket() throws Exception {
		NetAsyncServer port = this.net.echo(TestSpecs.server(ConnectionSpec.defaults(), 0, 10));
		NetAsyncClient client = client("127.0.0.1:" + port.port());
		Awaitility.await().until(() -> client.state() == ConnectionState.CONNECTED);
		NetAsyncServer unix = this.net.netAsync().accept("unix", (options) -> options.address(address()));
		client.addresses(List.of(Endpoint.parse(address())));
		Awaitility.await().until(() -> unix.broadcast(message("welcome")) > 0);
		Awaitility.await().until(() -> Endpoint.parse(address()).equals(client.snapshot().endpoint()));
	}

	@Test
	void aClientThatCanNotHaveAUnixSocketIsNotGivenOneLater() {
		NetAsyncClient client = this.net.netAsync()
			.connect("feed", (feed) -> feed.addresses("127.0.0.1:1").transport(Kind.NET));
		assertThatIllegalArgumentException().isThrownBy(() -> client.addresses(List.of(Endpoint.parse(address()))))
			.withMessageStartingWith("'addresses' must not name a Unix socket");
		assertThat(client.addresses()).containsExactly(new Endpoint("127.0.0.1", 1));
	}

	@Test
	void idsNameSocketsAsNodeIpcDoes() throws Exception {
		IpcPaths paths = new IpcPaths(this.directory + "/", "app.");
		Endpoint hello = paths.parse("ipc:hello");
		assertThat(hello.host()).isEqualTo(this.directory.resolve("app.hello").toString());
		assertThat(IpcPaths.DEFAULTS.parse(" ipc:hello ")).hasToString("unix:/tmp/app.hello");
		assertThat(IpcPaths.DEFAULTS.parse("a.example:7000")).hasToString("a.example:7000");
		assertThat(IpcPaths.DEFAULTS.local("ipc:hello")).isEqualTo("unix:/tmp/app.hello");
		assertThat(IpcPaths.DEFAULTS.local("127.0.0.1")).isEqualTo("127.0.0.1");
		for (String id : List.of("ipc:", "ipc: ", "ipc:a/b", "ipc:../x", "ipc:a\0b")) {
			assertThatIllegalArgumentException().isThrownBy(() -> IpcPaths.DEFAULTS.parse(id))
				.withMessageContaining("write 'ipc:hello'");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> new IpcPaths("tmp/", "app."))
			.withMessageStartingWith("'socket-root' must be");
		assertThatIllegalArgumentException().isThrownBy(() -> new IpcPaths("/tmp/", "a/b"))
			.withMessageStartingWith("'appspace' must not");
	}

	@Test
	void subnetsAndLimitsPerAddressDoNotApplyButTheOthersDo() throws Exception {
		NetAsyncServer server = this.net.netAsync()
			.accept("orders",
					(orders) -> orders.address(address())
						.allow(List.of("10.0.0.0/8"))
						.deny(List.of("127.0.0.0/8"))
						.maxConnectionsPerAddress(1)
						.maxConnections(2));
		try (SocketChannel first = connect(); SocketChannel second = connect()) {
			Awaitility.await().until(() -> server.connections().size() == 2);
			try (SocketChannel third = connect()) {
				assertThat(third.read(ByteBuffer.allocate(1))).isEqualTo(-1);
			}
			Awaitility.await().until(() -> server.snapshot().rejectedInAll() == 1);
			assertThat(server.snapshot().rejected()).containsEntry("max-connections", 1L);
			assertThat(first.isConnected() && second.isConnected()).isTrue();
		}
		Awaitility.await().until(() -> server.connections().isEmpty());
		Awaitility.await().until(() -> {
			try (SocketChannel again = connect()) {
				write(again, "x");
				return server.snapshot().received() > 0;
			}
		});
	}

	@Test
	void aConnectionIsSaidGoodbyeTo() throws Exception {
		NetAsyncServer server = echo();
		CompletableFuture<Void> closing;
		try (SocketChannel client = connect()) {
			write(client, "last");
			Awaitility.await().until(() -> this.received.size() == 1);
			closing = CompletableFuture.runAsync(server::close);
			assertThat(read(client)).isEqualTo("last");
			assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		}
		closing.get(10, TimeUnit.SECONDS);
	}

	@Test
	void needsNettyAndNoTls() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.net.netAsync()
				.connect("feed", (feed) -> feed.addresses("a.example:1", address()).transport(Kind.NET)))
			.withMessage("'transport' must be netty for " + address());
		assertThatIllegalArgumentException().isThrownBy(
				() -> this.net.netAsync().accept("orders", (orders) -> orders.address(address()).transport(Kind.NIO)))
			.withMessage("'transport' must be netty for " + address());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.net.netAsync().accept("orders", (orders) -> orders.address(address()).port(0)))
			.withMessage("'port' must be left out with a Unix socket in 'address'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.net.netAsync()
				.accept("orders", (orders) -> orders.address(address()).socketPermissions("600")))
			.withMessage("'socket-permissions' must be as ls shows them, such as rw------- or rw-rw----");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.net.netAsync()
				.accept("orders",
						(orders) -> orders.address(address())
							.proxyProtocol((proxies) -> proxies.trusted(List.of("127.0.0.1")))))
			.withMessage("'proxy-protocol.trusted' must be empty for " + address()
					+ ", whose peers have no address to trust");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void isForItsOwnerUnlessOthersAreLetIn() throws Exception {
		echo().close();
		NetAsyncServer server = echo();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
		server.close();
		this.net.netAsync().accept("open", (options) -> options.address(address()).socketPermissions("rw-rw-rw-"));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-rw-rw-");
	}

	@Test
	void aThousandConnectionsLeaveNothing() throws Exception {
		NetAsyncServer server = echo();
		for (int i = 0; i < 20; i++) {
			cycle(server, 1);
		}
		long before = descriptors();
		cycle(server, 1000);
		Awaitility.await().until(() -> descriptors() <= before + 2);
		assertThat(this.directory).isDirectoryContaining((file) -> file.equals(path()));
		assertThat(Files.list(this.directory)).hasSize(1);
		server.close();
		for (int i = 0; i < 200; i++) {
			echo().close();
		}
		Awaitility.await().until(() -> descriptors() <= before + 2);
		assertThat(this.directory).isEmptyDirectory();
	}

	private void cycle(NetAsyncServer server, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			try (SocketChannel client = connect()) {
				write(client, "x");
				assertThat(read(client)).isEqualTo("x");
			}
		}
		Awaitility.await().until(() -> server.connections().isEmpty());
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
			return all.count();
		}
	}

	private SocketChannel connect() throws IOException {
		return SocketChannel.open(UnixDomainSocketAddress.of(path()));
	}

	private static Message<?> message(String text) {
		return new GenericMessage<>(text);
	}

	private static void write(SocketChannel channel, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).flip();
		while (frame.hasRemaining()) {
			channel.write(frame);
		}
	}

	private static String read(SocketChannel channel) throws IOException {
		int length = 0;
		while (length == 0) {
			length = fill(channel, Integer.BYTES).getInt();
		}
		return StandardCharsets.UTF_8.decode(fill(channel, length)).toString();
	}

	private static ByteBuffer fill(SocketChannel channel, int bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(bytes);
		while (buffer.hasRemaining()) {
			if (channel.read(buffer) < 0) {
				throw new EOFException();
			}
		}
		return buffer.flip();
	}

}
