package io.netasync.channel;

import java.io.File;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.EventLoopSpec;
import io.netasync.transport.EventLoops.Io;
import io.netasync.transport.InvalidSocketOptionException;
import io.netasync.transport.KeepAlive;
import io.netasync.transport.SocketSpec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.integration.ip.tcp.connection.TcpConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of socket options, read back from the sockets, and of what else is there under a
 * connection.
 *
 * @author net-async
 */
@Timeout(30)
class SocketOptionTests {

	private static ServerSpec server(SocketSpec sockets) {
		return TestSpecs.server(TestSpecs.connection(sockets), 0, 100);
	}

	private static NetAsyncClient connected(TestNetAsync net, int port, SocketSpec sockets)
			throws InterruptedException {
		NetAsyncClient feed = net.client(TestSpecs.client(TestSpecs.connection(sockets), TestSpecs.at(port)),
				TestNetAsync.channels());
		assertThat(feed.awaitConnected(Duration.ofSeconds(10))).isTrue();
		return feed;
	}

	private static <T> T option(Optional<Channel> channel, ChannelOption<T> option) {
		return channel.orElseThrow().config().getOption(option);
	}

	private static Channel accepted(NetAsyncServer server) {
		Awaitility.await().until(() -> server.connections().size() == 1);
		return server.connections().iterator().next().unwrap(Channel.class).orElseThrow();
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "NIO" })
	void optionsAreSetOnBothSides(Io io) throws InterruptedException {
		try (TestNetAsync net = new TestNetAsync(io)) {
			NetAsyncServer orders = net
				.echo(server(SocketSpec.defaults().options(Map.of("SO_KEEPALIVE", "true", "SO_LINGER", "7"))));
			NetAsyncClient feed = connected(net, orders.port(),
					SocketSpec.defaults().options(Map.of("tcp-nodelay", "false", "SO_RCVBUF", "20000")));
			Optional<Channel> channel = feed.unwrap(Channel.class);
			assertThat(option(channel, ChannelOption.TCP_NODELAY)).isFalse();
			assertThat(option(channel, ChannelOption.SO_RCVBUF)).isBetween(20_000, 40_000);
			assertThat(option(Optional.of(accepted(orders)), ChannelOption.SO_KEEPALIVE)).isTrue();
			assertThat(option(Optional.of(accepted(orders)), ChannelOption.SO_LINGER)).isEqualTo(7);
			assertThat(option(Optional.of(accepted(orders)), ChannelOption.TCP_NODELAY)).isTrue();
		}
	}

	@Test
	void optionsOfTheKindOfSocketsAreSet() throws InterruptedException {
		try (TestNetAsync net = new TestNetAsync(Io.EPOLL)) {
			NetAsyncServer orders = net
				.echo(server(SocketSpec.defaults().listenOptions(Map.of("SO_REUSEPORT", "true"))));
			NetAsyncServer same = net.netAsync()
				.accept("same",
						(server) -> server.address("127.0.0.1").port(orders.port()).listenOption("SO_REUSEPORT", true));
			assertThat(same.port()).isEqualTo(orders.port());
			same.close();
			NetAsyncClient feed = connected(net, orders.port(),
					SocketSpec.defaults().options(Map.of("TCP_USER_TIMEOUT", "4321", "TCP_NOTSENT_LOWAT", "16384")));
			Optional<Channel> channel = feed.unwrap(Channel.class);
			assertThat(option(channel, EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(4321);
			assertThat(option(channel, EpollChannelOption.TCP_NOTSENT_LOWAT)).isEqualTo(16384);
		}
	}

	@Test
	void keepAliveIsSetOnNetworkSockets() throws InterruptedException {
		KeepAlive keepAlive = new KeepAlive(Duration.ofMillis(8500), Duration.ofSeconds(3), 4, Duration.ofMillis(9876));
		try (TestNetAsync net = new TestNetAsync(Io.EPOLL)) {
			NetAsyncServer orders = net.echo(server(SocketSpec.defaults().keepAlive(keepAlive)));
			Optional<Channel> channel = connected(net, orders.port(), SocketSpec.defaults().keepAlive(keepAlive))
				.unwrap(Channel.class);
			for (Optional<Channel> one : List.of(channel, Optional.of(accepted(orders)))) {
				assertThat(option(one, ChannelOption.SO_KEEPALIVE)).isTrue();
				assertThat(option(one, EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(9);
				assertThat(option(one, EpollChannelOption.TCP_KEEPINTVL)).isEqualTo(3);
				assertThat(option(one, EpollChannelOption.TCP_KEEPCNT)).isEqualTo(4);
				assertThat(option(one, EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(9876);
			}
		}
	}

	@Test
	void aFormatWithoutHeartbeatsHasThoseOfTcp() {
		try (TestNetAsync net = new TestNetAsync(Io.EPOLL)) {
			NetAsyncServer lines = net.netAsync()
				.accept("lines", (server) -> server.address("127.0.0.1")
					.port(0)
					.frame((frame) -> frame.format(Format.LINE))
					.heartbeat(
							(heartbeat) -> heartbeat.interval(Duration.ofSeconds(4)).timeout(Duration.ofSeconds(11))));
			NetAsyncClient feed = net.netAsync()
				.connect("feed",
						(client) -> client.addresses("127.0.0.1:" + lines.port())
							.frame((frame) -> frame.format(Format.LINE))
							.heartbeat((heartbeat) -> heartbeat.probe("PING")));
			Optional<Channel> channel = Optional.of(accepted(lines));
			assertThat(option(channel, ChannelOption.SO_KEEPALIVE)).isTrue();
			assertThat(option(channel, EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(4);
			assertThat(option(channel, EpollChannelOption.TCP_KEEPINTVL)).isEqualTo(2);
			assertThat(option(channel, EpollChannelOption.TCP_KEEPCNT)).isEqualTo(3);
			assertThat(option(channel, EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(11_000);
			assertThat(option(feed.unwrap(Channel.class), ChannelOption.SO_KEEPALIVE)).isFalse();
		}
	}

	@Test
	void keepAliveIsSetOnSocketsOfTheJdk() throws InterruptedException {
		KeepAlive keepAlive = new KeepAlive(Duration.ofSeconds(8), Duration.ofSeconds(3), 4, Duration.ofSeconds(9));
		try (TestNetAsync net = new TestNetAsync(Io.NIO)) {
			NetAsyncServer orders = net.echo(server(SocketSpec.defaults()));
			Optional<Channel> channel = connected(net, orders.port(), SocketSpec.defaults().keepAlive(keepAlive))
				.unwrap(Channel.class);
			assertThat(option(channel, ChannelOption.SO_KEEPALIVE)).isTrue();
			assertThat(option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE))).isEqualTo(8);
			assertThat(option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL))).isEqualTo(3);
			assertThat(option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT))).isEqualTo(4);
			assertThat(option(Optional.of(accepted(orders)), ChannelOption.SO_KEEPALIVE)).isFalse();
		}
	}

	@Test
	void stockConnectionsProbeAsTheSystemDoes() throws Exception {
		try (TestNetAsync net = new TestNetAsync(); ScriptedPeer peer = ScriptedPeer.listen()) {
			KeepAlive keepAlive = new KeepAlive(Duration.ofSeconds(8), Duration.ofSeconds(3), 4, Duration.ZERO);
			NetAsyncClient feed = net.netAsync()
				.connect("feed",
						(client) -> client.addresses("127.0.0.1:" + peer.port())
							.transport(Kind.NET)
							.sockets((sockets) -> sockets.keepAlive(keepAlive)));
			assertThat(feed.awaitConnected(Duration.ofSeconds(10))).isTrue();
			TcpConnection connection = feed.unwrap(TcpConnection.class).orElseThrow();
			assertThat(Objects.requireNonNull(connection.getSocketInfo()).getKeepAlive()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			TCP_FOO                | 1     | 'options.TCP_FOO' is no option of EpollSocketChannel. There are
			SO_BACKLOG             | 1     | 'options.SO_BACKLOG' is no option of EpollSocketChannel. There are
			TCP_NODELAY            | yes   | 'options.TCP_NODELAY' is not true or false: 'yes'.
			SO_RCVBUF              | 64KB  | 'options.SO_RCVBUF' is not a whole number: '64KB'.
			TCP_KEEPCNT            | 1000  | 'options.TCP_KEEPCNT' can't be 1000:
			auto-read              | true  | 'options.AUTO_READ' is set by net-async itself. Set 'receive-buffer'
			CONNECT_TIMEOUT_MILLIS | 1     | Set 'connect-timeout' of the client.
			RECVBUF_ALLOCATOR      | 1     | 'options.RECVBUF_ALLOCATOR' is set by net-async itself.
			""")
	void optionsThatCannotBeAreRefused(String name, String value, String message) {
		try (TestNetAsync net = new TestNetAsync(Io.EPOLL)) {
			assertThatExceptionOfType(InvalidSocketOptionException.class)
				.isThrownBy(() -> net.netAsync()
					.connect("feed", (client) -> client.addresses("127.0.0.1:1").option(name, value)))
				.withMessageContaining(message);
			assertThat(net.netAsync().clients()).isEmpty();
		}
	}

	@Test
	void optionsToListenWithAreThoseOfTheListeningSocket() {
		try (TestNetAsync net = new TestNetAsync(Io.EPOLL)) {
			assertThatExceptionOfType(InvalidSocketOptionException.class).isThrownBy(
					() -> net.netAsync().accept("orders", (server) -> server.port(0).listenOption("TCP_NODELAY", true)))
				.withMessageContaining("'listen-options.TCP_NODELAY' is no option of EpollServerSocketChannel.")
				.withMessageContaining("SO_BACKLOG");
		}
	}

	@Test
	void stockFactoriesRefuseOptions() {
		try (TestNetAsync net = new TestNetAsync()) {
			assertThatIllegalArgumentException().isThrownBy(() -> net.netAsync()
				.connect("feed",
						(client) -> client.addresses("127.0.0.1:1").transport(Kind.NIO).option("TCP_NODELAY", false)))
				.withMessageContaining("write transport(NETTY), or leave them out");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AUTO", "NIO" })
	void eventLoopsOfItsOwnEndWithTheClientOrServer(Io io) throws InterruptedException {
		EventLoopSpec own = new EventLoopSpec(0, io);
		try (TestNetAsync net = new TestNetAsync(Io.EPOLL)) {
			NetAsyncServer orders = net.echo(server(SocketSpec.defaults().eventLoop(own)));
			NetAsyncClient feed = connected(net, orders.port(), SocketSpec.defaults().eventLoop(own));
			assertThat(feed.unwrap(Channel.class).orElseThrow()).isInstanceOf(type(io));
			assertThat(accepted(orders)).isInstanceOf(type(io));
			assertThat(threads()).contains("netasync-io-feed-1", "netasync-io-orders-1")
				.doesNotContain("netasync-io-feed-2");
			feed.close();
			// a loop has ended a moment before its thread has
			Awaitility.await().until(() -> !threads().contains("netasync-io-feed-1"));
			assertThat(threads()).contains("netasync-io-orders-1");
			orders.close();
			Awaitility.await()
				.until(() -> threads().stream().noneMatch((name) -> name.startsWith("netasync-io-orders")));
		}
	}

	private static Class<? extends Channel> type(Io io) {
		return (io == Io.NIO) ? NioSocketChannel.class : EpollSocketChannel.class;
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	@Test
	void eventLoopsOfItsOwnLeaveNoDescriptors() throws InterruptedException {
		SocketSpec own = SocketSpec.defaults()
			.eventLoop(new EventLoopSpec(2, Io.AUTO))
			.options(Map.of("SO_LINGER", "1"));
		try (TestNetAsync net = new TestNetAsync()) {
			int before = 0;
			for (int i = 0; i < 30; i++) {
				before = (i == 10) ? descriptors() : before;
				NetAsyncServer orders = net.echo(server(own.listenOptions(Map.of("SO_BACKLOG", "5"))));
				NetAsyncClient feed = connected(net, orders.port(), own);
				feed.close();
				orders.close();
			}
			int start = before;
			Awaitility.await().until(() -> descriptors() <= start + 5);
		}
	}

	@Test
	void eventLoopsOfItsOwnMayBeClosedByThemselves() throws InterruptedException {
		try (TestNetAsync net = new TestNetAsync()) {
			CountDownLatch closed = new CountDownLatch(1);
			NetAsyncServer orders = net.echo(TestSpecs.server());
			NetAsyncClient feed = net.netAsync()
				.connect("feed",
						(client) -> client.addresses("127.0.0.1:" + orders.port())
							.dispatch(Dispatch.EVENT_LOOP)
							.closeTimeout(Duration.ofMillis(100))
							.eventLoop((loop) -> loop.threads(2))
							.handler((message) -> {
								net.netAsync().close("feed");
								closed.countDown();
							}));
			feed.send("bye");
			assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().until(() -> threads().stream().noneMatch((name) -> name.startsWith("netasync-io-feed")));
		}
	}

	@Test
	void whatFailsLeavesNoEventLoopsBehind() {
		try (TestNetAsync net = new TestNetAsync(Io.EPOLL)) {
			int before = descriptors();
			for (int i = 0; i < 20; i++) {
				assertThatExceptionOfType(InvalidSocketOptionException.class).isThrownBy(() -> net.netAsync()
					.connect("feed",
							(client) -> client.addresses("127.0.0.1:1")
								.eventLoop((loop) -> loop.threads(4))
								.option("TCP_FOO", 1)));
			}
			assertThat(descriptors()).isLessThan(before + 20);
		}
	}

	private static int descriptors() {
		return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
	}

	@Test
	void socketsThatAreNotThereAreRefused() {
		try (TestNetAsync net = new TestNetAsync()) {
			assertThatExceptionOfType(InvalidSocketOptionException.class)
				.isThrownBy(() -> net.netAsync()
					.connect("feed",
							(client) -> client.addresses("127.0.0.1:1").eventLoop((loop) -> loop.transport(Io.KQUEUE))))
				.withMessage("'event-loop.transport' names sockets that this machine does not have. Set it to auto.");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> net.netAsync()
					.connect("feed", (client) -> client.addresses("127.0.0.1:1").eventLoop((loop) -> loop.threads(-1))))
				.withMessage("'event-loop.threads' must not be negative");
		}
	}

	@Test
	void whatIsUnderAConnectionCanBeUnwrapped() throws InterruptedException {
		try (TestNetAsync net = new TestNetAsync()) {
			NetAsyncServer orders = net.echo(TestSpecs.server());
			NetAsyncClient feed = connected(net, orders.port(), SocketSpec.defaults());
			assertThat(feed.unwrap(Socket.class))
				.hasValueSatisfying((socket) -> assertThat(socket.getPort()).isEqualTo(orders.port()));
			assertThat(feed.unwrap(TcpConnection.class)).hasValueSatisfying(
					(connection) -> assertThat(connection.getConnectionId()).isEqualTo(feed.snapshot().connectionId()));
			assertThat(feed.unwrap(String.class)).isEmpty();
			Awaitility.await().until(() -> !orders.connections().isEmpty());
			NetAsyncConnection connection = orders.connections().iterator().next();
			assertThat(connection.unwrap(Channel.class))
				.hasValueSatisfying((channel) -> assertThat(channel.remoteAddress())
					.isEqualTo(feed.unwrap(Channel.class).orElseThrow().localAddress()));
			feed.close();
			assertThat(feed.unwrap(Channel.class)).isEmpty();
		}
	}

	@Test
	void stockConnectionsUnwrapToThemselves() throws InterruptedException {
		try (TestNetAsync net = new TestNetAsync(); ScriptedPeer peer = ScriptedPeer.listen()) {
			NetAsyncClient feed = net.netAsync()
				.connect("feed", (client) -> client.addresses("127.0.0.1:" + peer.port()).transport(Kind.NET));
			assertThat(feed.awaitConnected(Duration.ofSeconds(10))).isTrue();
			assertThat(feed.unwrap(TcpConnection.class)).isPresent();
			assertThat(feed.unwrap(Channel.class)).isEmpty();
		}
	}

	@Test
	void closingTheChannelIsTheApplicationsDoing() {
		try (TestNetAsync net = new TestNetAsync()) {
			NetAsyncServer orders = net.echo(TestSpecs.server());
			try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(orders.port()))) {
				accepted(orders).close();
				peer.expectClosed();
			}
			Awaitility.await().until(() -> net.events(Disconnected.class).size() == 1);
			assertThat(net.events(Disconnected.class).get(0).reason()).isEqualTo(DisconnectReason.LOCAL_CLOSE);
		}
	}

}
