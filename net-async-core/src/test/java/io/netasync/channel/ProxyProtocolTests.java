package io.netasync.channel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent.ConnectionAccepted;
import io.netasync.event.NetAsyncEvent.ConnectionRejected;
import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.memory.MemoryBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.ListenAddress;
import io.netasync.transport.NoLeaks;
import io.netasync.transport.ProxyProtocol;
import io.netasync.transport.Subnet;
import io.netasync.transport.TestTls;
import io.netasync.transport.Tls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.SubscribableChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of servers behind a proxy that says who the peer is.
 *
 * @author net-async
 */
@Timeout(60)
@ExtendWith(NoLeaks.class)
class ProxyProtocolTests {

	private static final ProxyProtocol LOOPBACK = new ProxyProtocol(List.of(Subnet.parse("127.0.0.0/8")));

	private final MemoryBudget memory = new MemoryBudget(100_000_000);

	private final TestNetAsync net = new TestNetAsync(this.memory);

	private final List<MessageHeaders> headers = new CopyOnWriteArrayList<>();

	private final List<ScriptedConnection> proxies = new ArrayList<>();

	@AfterEach
	void close() {
		this.proxies.forEach(ScriptedConnection::close);
		this.net.close();
		assertThat(this.memory.used()).isZero();
	}

	private NetAsyncServer start(ProxyProtocol protocol, UnaryOperator<ServerLimits> limits) {
		return start(ConnectionSpec.defaults(), protocol, limits);
	}

	private NetAsyncServer start(ConnectionSpec connection, ProxyProtocol protocol,
			UnaryOperator<ServerLimits> limits) {
		Channels channels = TestNetAsync.channels();
		((SubscribableChannel) channels.inbound()).subscribe((message) -> {
			this.headers.add(message.getHeaders());
			channels.outbound().send(message);
		});
		return this.net.server(new ServerSpec("orders", "127.0.0.1", 0, connection,
				limits.apply(ServerLimits.defaults()), Duration.ofSeconds(2), 8, ListenAddress.OWNER_ONLY, protocol),
				channels);
	}

	private ScriptedConnection connect(NetAsyncServer server) {
		ScriptedConnection proxy = ScriptedPeer.connect(TestSpecs.address(server.port()));
		this.proxies.add(proxy);
		return proxy;
	}

	private ScriptedConnection connect(NetAsyncServer server, String header) {
		return connect(server).send(header.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String header(String peer) {
		return "PROXY TCP4 " + peer + " 127.0.0.1 51234 7000\r\n";
	}

	private static void echo(ScriptedConnection proxy) {
		proxy.sendFrame("hello");
		assertThat(proxy.expectFrame()).asString().isEqualTo("hello");
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
	}

	@Test
	void thePeerIsWhomTheProxyNames() {
		NetAsyncServer server = start(LOOPBACK, UnaryOperator.identity());
		echo(connect(server, header("203.0.113.7")));
		Endpoint peer = new Endpoint("203.0.113.7", 51234);
		assertThat(this.headers).singleElement()
			.satisfies((all) -> assertThat(all).containsEntry(IpHeaders.IP_ADDRESS, "203.0.113.7")
				.containsEntry(IpHeaders.HOSTNAME, "203.0.113.7")
				.containsEntry(IpHeaders.REMOTE_PORT, 51234));
		assertThat(server.connections()).singleElement()
			.satisfies((connection) -> assertThat(connection.endpoint()).isEqualTo(peer));
		assertThat(this.net.events(ConnectionAccepted.class)).extracting(ConnectionAccepted::endpoint)
			.containsExactly(peer);
	}

	@Test
	void thePeerIsTheProxyInItsOwnHealthCheck() {
		NetAsyncServer server = start(LOOPBACK, UnaryOperator.identity());
		ScriptedConnection proxy = connect(server).sendHex("0d0a0d0a000d0a515549540a" + "20000000");
		echo(proxy);
		assertThat(this.net.events(ConnectionAccepted.class)).extracting(ConnectionAccepted::endpoint)
			.containsExactly(new Endpoint("127.0.0.1", proxy.localAddress().getPort()));
	}

	@Test
	void theHeaderComesBeforeTls(@TempDir Path directory) throws Exception {
		Tls tls = TestTls.create(directory.resolve("localhost.p12"), "localhost");
		NetAsyncServer server = start(TestSpecs.connection(tls), LOOPBACK, UnaryOperator.identity());
		try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
			plain.setSoTimeout(10_000);
			plain.getOutputStream().write(header("203.0.113.7").getBytes(StandardCharsets.ISO_8859_1));
			Socket secure = tls.context().getSocketFactory().createSocket(plain, "localhost", server.port(), true);
			DataOutputStream out = new DataOutputStream(secure.getOutputStream());
			out.writeInt(5);
			out.writeBytes("hello");
			out.flush();
			DataInputStream in = new DataInputStream(secure.getInputStream());
			assertThat(in.readInt()).isEqualTo(5);
			assertThat(in.readNBytes(5)).asString().isEqualTo("hello");
			assertThat(this.headers).extracting((all) -> all.get(IpHeaders.IP_ADDRESS)).containsExactly("203.0.113.7");
			secure.close();
		}
	}

	@Test
	void subnetsAreThoseOfThePeers() {
		NetAsyncServer server = start(LOOPBACK,
				(limits) -> limits.deny(List.of("198.51.100.0/24")).allow(List.of("203.0.113.0/24")));
		echo(connect(server, header("203.0.113.7")));
		connect(server, header("198.51.100.3")).expectClosed();
		connect(server, header("192.0.2.9")).expectClosed();
		await(() -> server.snapshot().rejected().equals(Map.of("deny", 1L, "allow", 1L)));
		await(() -> this.net.events(ConnectionRejected.class).size() == 2);
		assertThat(this.net.events(ConnectionRejected.class)).extracting(ConnectionRejected::endpoint)
			.containsExactly(new Endpoint("198.51.100.3", 51234), new Endpoint("192.0.2.9", 51234));
	}

	@Test
	void connectionsAreCountedByTheAddressesOfThePeers() {
		NetAsyncServer server = start(LOOPBACK, (limits) -> limits.maxConnectionsPerAddress(1));
		ScriptedConnection first = connect(server, header("203.0.113.7"));
		echo(first);
		echo(connect(server, header("203.0.113.8")));
		connect(server, header("203.0.113.7")).expectClosed();
		await(() -> server.snapshot().rejected().equals(Map.of("max-connections-per-address", 1L)));
		first.close();
		await(() -> server.connections().size() == 1);
		echo(connect(server, header("203.0.113.7")));
	}

	@Test
	void connectionsWithoutAHeaderYetAreCounted() {
		NetAsyncServer server = start(LOOPBACK, (limits) -> limits.maxConnections(2));
		ScriptedConnection silent = connect(server);
		ScriptedConnection half = connect(server, "PROXY TCP4 203");
		connect(server).expectClosed();
		await(() -> server.snapshot().rejected().equals(Map.of("max-connections", 1L)));
		silent.close();
		half.close();
		await(() -> this.memory.used() == 0);
		echo(connect(server, header("203.0.113.7")));
		assertThat(server.snapshot().rejected()).containsOnlyKeys("max-connections");
	}

	@Test
	void aMalformedHeaderIsToldOf() {
		NetAsyncServer server = start(LOOPBACK, UnaryOperator.identity());
		ScriptedConnection proxy = connect(server, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
		proxy.expectClosed();
		await(() -> this.net.events(ConnectionRejected.class).size() == 1);
		assertThat(this.net.events(ConnectionRejected.class)).containsExactly(new ConnectionRejected("orders",
				new Endpoint("127.0.0.1", proxy.localAddress().getPort()), "proxy-protocol", 1));
		assertThat(server.snapshot().accepted()).isZero();
	}

	@Test
	void aHeaderFromElsewhereIsNoneAndEndsInAnErrorOfTheFormat() {
		NetAsyncServer server = start(new ProxyProtocol(List.of(Subnet.parse("10.0.0.0/8"))), UnaryOperator.identity());
		connect(server, header("203.0.113.7")).expectClosed();
		await(() -> this.net.events(Disconnected.class).size() == 1);
		assertThat(this.net.events(Disconnected.class)).extracting(Disconnected::reason)
			.containsExactly(DisconnectReason.FRAME_ERROR);
		assertThat(this.net.events(Disconnected.class)).extracting((event) -> event.endpoint().host())
			.containsExactly("127.0.0.1");
	}

	@ParameterizedTest
	@EnumSource(names = { "NET", "NIO" })
	void isRefusedOverOtherTransports(Kind kind) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> start(TestSpecs.connection(kind), LOOPBACK, UnaryOperator.identity()))
			.withMessage("'proxy-protocol.trusted' must be empty unless 'transport' is netty");
	}

}
