package io.netasync.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.frame.LineEnding;
import io.netasync.frame.LineSerializer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.Fault;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.Spi.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of TLS over both factories.
 *
 * @author net-async
 */
@Timeout(60)
@ExtendWith(NoLeaks.class)
class TlsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static Tls localhost;

	private static Tls elsewhere;

	private final Spi spi = new Spi();

	@BeforeAll
	static void makeKeys(@TempDir Path directory) throws Exception {
		localhost = TestTls.create(directory.resolve("localhost.p12"), "localhost");
		elsewhere = TestTls.create(directory.resolve("elsewhere.p12"), "elsewhere.example");
	}

	@AfterEach
	void close() {
		this.spi.close();
	}

	private NettyServerConnectionFactory server(Kind kind, Tls tls) {
		NettyServerConnectionFactory server = (NettyServerConnectionFactory) this.spi.server(kind);
		server.setTls(tls);
		return server;
	}

	private NettyClientConnectionFactory client(int port, Tls tls) {
		NettyClientConnectionFactory client = this.spi.configured("client",
				new NettyClientConnectionFactory("localhost", port));
		client.setTls(tls);
		client.start();
		return client;
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void messagesArriveWholeAndInOrder(Kind kind) throws Exception {
		NettyServerConnectionFactory server = server(kind, localhost);
		Recorded recorded = Recorded.by(server);
		server.start();
		NettyClientConnectionFactory client = client(server.getPort(), localhost);
		NettyTcpConnection connection = (NettyTcpConnection) client.getConnection();
		assertThat(connection.getSslSession()).isNotNull();
		assertThat(connection.getSslSession().getProtocol()).startsWith("TLS");
		List<byte[]> sent = IntStream.range(0, 500).mapToObj(TlsTests::payload).toList();
		sent.forEach((payload) -> connection.send(new GenericMessage<>(payload)));
		Awaitility.await().atMost(TIMEOUT).until(() -> recorded.messages().size() == 500);
		assertThat(recorded.messages().stream().map((message) -> (byte[]) message.getPayload()).toList())
			.usingElementComparator(Arrays::compare)
			.isEqualTo(sent);
		client.stop();
		Awaitility.await().atMost(TIMEOUT).until(() -> server.getOpenConnectionIds().isEmpty());
		assertThat(this.spi.eventsOf("factory=server")).containsExactly("TcpConnectionOpenEvent",
				"TcpConnectionCloseEvent");
		server.stop();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void lastLineCountsOnlyIfThePeerHasSaidThatItIs(boolean said) throws Exception {
		NettyServerConnectionFactory server = server(Kind.NETTY, localhost);
		server.setDeserializer(new LineSerializer(LineEnding.LF, 100));
		Recorded recorded = Recorded.by(server);
		server.start();
		try (Socket plain = new Socket("localhost", server.getPort());
				Socket peer = localhost.context()
					.getSocketFactory()
					.createSocket(plain, "localhost", server.getPort(), false)) {
			peer.getOutputStream().write("one\ndelete /tmp".getBytes(StandardCharsets.UTF_8));
			Awaitility.await().atMost(TIMEOUT).until(() -> recorded.messages().size() == 1);
			if (said) {
				peer.shutdownOutput();
			}
			plain.shutdownOutput();
			Awaitility.await().atMost(TIMEOUT).until(() -> server.getOpenConnectionIds().isEmpty());
		}
		assertThat(recorded.messages())
			.extracting((message) -> new String((byte[]) message.getPayload(), StandardCharsets.UTF_8))
			.isEqualTo(said ? List.of("one", "delete /tmp") : List.of("one"));
		server.stop();
	}

	@Test
	void handlersOfTheApplicationStandBehindTls() throws Exception {
		NettyServerConnectionFactory server = server(Kind.NETTY, localhost);
		List<Integer> lengths = new CopyOnWriteArrayList<>();
		server.setPipelineCustomizers(List.of((pipeline, owner) -> pipeline.addLast(new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				lengths.add(((ByteBuf) message).getInt(0));
				context.fireChannelRead(message);
			}

		}, new Scramble(), new Scramble())));
		Recorded recorded = Recorded.by(server);
		server.start();
		NettyClientConnectionFactory client = client(server.getPort(), localhost);
		client.getConnection().send(new GenericMessage<>(payload(1)));
		Awaitility.await().atMost(TIMEOUT).until(() -> recorded.messages().size() == 1);
		assertThat(recorded.messages().get(0).getPayload()).isEqualTo(payload(1));
		assertThat(lengths).containsExactly(payload(1).length);
		client.stop();
		server.stop();
	}

	private static byte[] payload(int seed) {
		Random random = new Random(seed);
		byte[] payload = new byte[1 + random.nextInt((seed % 50 == 0) ? 200_000 : 500)];
		random.nextBytes(payload);
		return payload;
	}

	@Test
	void wrongHostIsRefused() {
		NettyServerConnectionFactory server = server(Kind.NETTY, elsewhere);
		server.start();
		NettyClientConnectionFactory client = client(server.getPort(), elsewhere);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(client::getConnection)
			.havingCause()
			.isInstanceOf(SSLHandshakeException.class);
		Awaitility.await().atMost(TIMEOUT).until(() -> server.getOpenConnectionIds().isEmpty());
		assertThat(this.spi.eventsOf("ConnectionOpenEvent")).isEmpty();
		client.stop();
		server.stop();
	}

	@Test
	void untrustedServerIsRefused() {
		NettyServerConnectionFactory server = server(Kind.NETTY, localhost);
		server.start();
		NettyClientConnectionFactory client = client(server.getPort(), elsewhere);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(client::getConnection)
			.withCauseInstanceOf(SSLHandshakeException.class);
		client.stop();
		server.stop();
	}

	@Test
	void clientThatDoesNotShakeHandsIsClosed() {
		NettyServerConnectionFactory server = server(Kind.NETTY, localhost);
		server.setHandshakeTimeout(Duration.ofMillis(200));
		server.start();
		try (ScriptedConnection silent = connect(server); ScriptedConnection talkative = connect(server)) {
			talkative.send("GET / HTTP/1.1\r\n\r\n".getBytes()).receiveUntilClosed();
			silent.receiveUntilClosed();
		}
		assertThat(server.getOpenConnectionIds()).isEmpty();
		server.stop();
	}

	private static ScriptedConnection connect(NettyServerConnectionFactory server) {
		return ScriptedPeer.connect(new InetSocketAddress("127.0.0.1", server.getPort()));
	}

	@Test
	void serverThatDoesNotShakeHandsFailsTheConnect() {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			NettyClientConnectionFactory client = this.spi.configured("client",
					new NettyClientConnectionFactory("localhost", peer.port()));
			client.setTls(localhost);
			client.setConnectTimeout(Duration.ofMillis(300));
			client.start();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(client::getConnection)
				.withCauseInstanceOf(IOException.class);
			client.stop();
		}
	}

	@Test
	void movesAreSeenWhileALargeMessageIsUnderWay() throws Exception {
		NettyServerConnectionFactory server = server(Kind.NETTY, localhost);
		Recorded recorded = Recorded.by(server);
		server.start();
		try (ChaosProxy proxy = ChaosProxy.start(new InetSocketAddress("127.0.0.1", server.getPort()))) {
			NettyClientConnectionFactory client = client(proxy.port(), localhost);
			NettyTcpConnection connection = (NettyTcpConnection) client.getConnection();
			Awaitility.await().atMost(TIMEOUT).until(() -> recorded.connections().size() == 1);
			NettyTcpConnection accepted = (NettyTcpConnection) recorded.connections().get(0);
			proxy.add(Fault.bandwidth(4000));
			connection.send(new Untracked(new byte[1024 * 1024]));
			long before = accepted.lastReceivedNanos();
			Awaitility.await()
				.atMost(Duration.ofSeconds(2))
				.until(() -> accepted.lastReceivedNanos() - before > 500_000_000L);
			assertThat(accepted.hasPendingWrites()).isFalse();
			proxy.heal();
			Awaitility.await().atMost(TIMEOUT).until(() -> !connection.hasPendingWrites());
			client.stop();
		}
		server.stop();
	}

	@Test
	void burstArrivesAndIsReportedInOrder() throws Exception {
		NettyServerConnectionFactory server = server(Kind.NETTY, localhost);
		Recorded recorded = Recorded.by(server);
		server.start();
		NettyClientConnectionFactory client = client(server.getPort(), localhost);
		NettyTcpConnection connection = (NettyTcpConnection) client.getConnection();
		List<byte[]> sent = IntStream.range(0, 3000).mapToObj(TlsTests::payload).toList();
		List<Integer> written = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 3000; i++) {
			connection.send(new Reported(i, sent.get(i), written, written));
		}
		Awaitility.await().atMost(TIMEOUT).until(() -> recorded.messages().size() == 3000);
		assertThat(recorded.messages().stream().map((message) -> (byte[]) message.getPayload()).toList())
			.usingElementComparator(Arrays::compare)
			.isEqualTo(sent);
		Awaitility.await().atMost(TIMEOUT).until(() -> written.size() == 3000);
		assertThat(written).isEqualTo(IntStream.range(0, 3000).boxed().toList());
		client.stop();
		server.stop();
	}

	@Test
	void reportsAsWrittenExactlyWhatThePeerGets() throws Exception {
		try (ServerSocket listener = localhost.context().getServerSocketFactory().createServerSocket(0)) {
			NettyClientConnectionFactory client = this.spi.configured("client",
					new NettyClientConnectionFactory("localhost", listener.getLocalPort()));
			client.setTls(localhost);
			client.start();
			CompletableFuture<TcpConnectionSupport> connecting = CompletableFuture
				.supplyAsync(client::buildNewConnection);
			SSLSocket remote = (SSLSocket) listener.accept();
			remote.startHandshake();
			NettyTcpConnection connection = (NettyTcpConnection) connecting.join();
			List<Integer> written = new CopyOnWriteArrayList<>();
			List<Integer> unwritten = new CopyOnWriteArrayList<>();
			for (int i = 0; i < 3000; i++) {
				connection.send(new Reported(i, new byte[1 + (i * 37) % 6000], written, unwritten));
			}
			Awaitility.await()
				.during(Duration.ofMillis(300))
				.atMost(TIMEOUT)
				.until(() -> System.nanoTime() - connection.lastWriteProgressNanos() > 100_000_000);
			connection.close();
			Awaitility.await().atMost(TIMEOUT).until(() -> written.size() + unwritten.size() == 3000);
			int received = frames(remote.getInputStream());
			assertThat(received).isEqualTo(written.size()).isBetween(1, 2999);
			assertThat(written).isEqualTo(IntStream.range(0, received).boxed().toList());
			assertThat(unwritten).isEqualTo(IntStream.range(received, 3000).boxed().toList());
			client.stop();
		}
	}

	@Test
	void stalledPeerDoesNotDelayAFailure() throws Exception {
		NettyServerConnectionFactory server = server(Kind.NETTY, localhost);
		server.start();
		try (ChaosProxy proxy = ChaosProxy.start(new InetSocketAddress("127.0.0.1", server.getPort()))) {
			NettyClientConnectionFactory client = client(proxy.port(), localhost);
			NettyTcpConnection connection = (NettyTcpConnection) client.getConnection();
			proxy.add(Fault.freeze());
			List<Integer> ended = new CopyOnWriteArrayList<>();
			IntStream.range(0, 15).forEach((i) -> connection.send(new Reported(i, new byte[900_000], ended, ended)));
			Awaitility.await().atMost(TIMEOUT).until(connection::hasPendingWrites);
			connection.fail(new IOException("expected"));
			Awaitility.await().atMost(Duration.ofMillis(2800)).until(() -> ended.size() == 15);
			client.stop();
		}
		server.stop();
	}

	private static int frames(InputStream stream) {
		LengthHeaderSerializer codec = new LengthHeaderSerializer(1024 * 1024);
		int frames = 0;
		try {
			while (true) {
				codec.deserialize(stream);
				frames++;
			}
		}
		catch (IOException | RuntimeException ex) {
			return frames;
		}
	}

	private static final class Untracked extends GenericMessage<byte[]> implements WriteCallback {

		private static final long serialVersionUID = 1L;

		Untracked(byte[] payload) {
			super(payload);
		}

		@Override
		public void deferred() {
		}

		@Override
		public void written() {
		}

	}

}
