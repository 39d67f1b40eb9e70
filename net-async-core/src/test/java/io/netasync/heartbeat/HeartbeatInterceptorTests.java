package io.netasync.heartbeat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netasync.event.DisconnectReason;
import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.Fault;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.ConnectionClosedException;
import io.netasync.transport.Spi;
import io.netasync.transport.Spi.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.integration.ip.tcp.connection.AbstractClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionExceptionEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the heartbeats on every kind of connection factory.
 *
 * @author net-async
 */
@Timeout(60)
class HeartbeatInterceptorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration INTERVAL = Duration.ofMillis(200);

	private static final Duration TIMEOUT = Duration.ofMillis(600);

	private static final HeartbeatPolicy POLICY = new HeartbeatPolicy(INTERVAL, TIMEOUT, Duration.ZERO);

	private static final HeartbeatPolicy OFF = new HeartbeatPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO);

	private final Spi spi = new Spi();

	private final ScriptedPeer peer = ScriptedPeer.listen();

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<String> received = new CopyOnWriteArrayList<>();

	HeartbeatInterceptorTests() {
		this.timer.setRemoveOnCancelPolicy(true);
	}

	@AfterEach
	void close() {
		this.peer.close();
		this.spi.close();
		this.timer.shutdownNow();
		this.executor.shutdownNow();
	}

	private <T extends AbstractConnectionFactory> T watched(T factory, HeartbeatPolicy policy) {
		return watched(factory, policy, this::receive);
	}

	private <T extends AbstractConnectionFactory> T watched(T factory, HeartbeatPolicy policy, TcpListener listener) {
		TcpConnectionInterceptorFactoryChain chain = new TcpConnectionInterceptorFactoryChain();
		chain.setInterceptor(new HeartbeatInterceptorFactory(policy, new LengthHeaderSerializer(1), this.timer,
				this.executor, this.spi::publish));
		factory.setInterceptorFactoryChain(chain);
		factory.registerListener(listener);
		return factory;
	}

	private void receive(Message<?> message) {
		if (!(message instanceof ErrorMessage)) {
			this.received.add(new String((byte[]) message.getPayload()));
		}

	}

	private TcpConnectionSupport connect(Kind kind, int port, HeartbeatPolicy policy) {
		return connect(watched(this.spi.client(kind, port), policy));
	}

	private static TcpConnectionSupport connect(AbstractClientConnectionFactory client) {
		client.start();
		try {
			return client.getConnection();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<DisconnectReason> reasons() {
		return this.spi.events()
			.stream()
			.filter(TcpConnectionExceptionEvent.class::isInstance)
			.map((event) -> ((TcpConnectionExceptionEvent) event).getCause())
			.filter(ConnectionClosedException.class::isInstance)
			.map((cause) -> ((ConnectionClosedException) cause).reason())
			.toList();
	}

	private void awaitClose(TcpConnectionSupport connection) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(PATIENCE)
			.until(() -> !connection.isOpen() && !this.spi.eventsOf("TcpConnectionCloseEvent").isEmpty());
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void silenceClosesWithinTheTimeoutAndHalfAnInterval(Kind kind) {
		TcpConnectionSupport connection = connect(kind, this.peer.port(), POLICY);
		long opened = System.nanoTime();
		ScriptedConnection remote = this.peer.accept();
		awaitClose(connection);
		assertThat(Duration.ofNanos(System.nanoTime() - opened)).isBetween(TIMEOUT.minusMillis(20),
				TIMEOUT.plus(INTERVAL.dividedBy(2)));
		assertThat(reasons()).containsExactly(DisconnectReason.HEARTBEAT_TIMEOUT);
		remote.expectHeartbeat().expectHeartbeat();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void isSentOnlyWhenNothingElseIs(Kind kind) {
		TcpConnectionSupport connection = connect(kind, this.peer.port(),
				new HeartbeatPolicy(INTERVAL, Duration.ofSeconds(10), Duration.ZERO));
		ScriptedConnection remote = this.peer.accept();
		for (int i = 0; i < 20; i++) {
			connection.send(new GenericMessage<>("busy"));
			assertThat(remote.expectFrameOrHeartbeat()).asString().isEqualTo("busy");
			remote.expectSilence(Duration.ofMillis(50));
		}
		remote.expectHeartbeat();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void lengthZeroNeverReachesTheApplication(Kind kind) {
		connect(kind, this.peer.port(), OFF);
		this.peer.accept().sendHeartbeat().sendFrame("one").sendHeartbeat().sendHeartbeat().sendFrame("two");
		Awaitility.await().atMost(PATIENCE).until(() -> this.received.size() == 2);
		assertThat(this.received).containsExactlyInAnyOrder("one", "two");
		assertThat(this.timer.getQueue()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void bothSidesStayConnectedThroughTheirHeartbeats(Kind kind) {
		AbstractServerConnectionFactory server = watched(this.spi.server(kind), POLICY);
		server.start();
		Awaitility.await().atMost(PATIENCE).until(server::isListening);
		TcpConnectionSupport connection = connect(kind, server.getPort(), POLICY);
		Awaitility.await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(connection::isOpen);
		assertThat(server.getOpenConnectionIds()).hasSize(1);
		assertThat(this.received).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void serverFindsADeadClientByItself(Kind kind) {
		AbstractServerConnectionFactory server = watched(this.spi.server(kind), POLICY);
		server.start();
		Awaitility.await().atMost(PATIENCE).until(server::isListening);
		try (ScriptedConnection remote = ScriptedPeer.connect(new InetSocketAddress("127.0.0.1", server.getPort()))) {
			remote.expectHeartbeat();
			Awaitility.await().atMost(PATIENCE).until(() -> !reasons().isEmpty());
			assertThat(reasons()).containsExactly(DisconnectReason.HEARTBEAT_TIMEOUT);
			Awaitility.await().atMost(PATIENCE).until(() -> server.getOpenConnectionIds().isEmpty());
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void anyByteIsLife(Kind kind) {
		TcpConnectionSupport connection = connect(kind, this.peer.port(), POLICY);
		ScriptedConnection remote = this.peer.accept().sendHex("00000014");
		for (int i = 0; i < 20; i++) {
			remote.send(new byte[] { 'x' });
			Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
			assertThat(connection.isOpen()).isTrue();
		}
		Awaitility.await().atMost(PATIENCE).until(() -> this.received.size() == 1);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void handlerThatBlocksIsNotADeadPeer(Kind kind) {
		CountDownLatch released = new CountDownLatch(1);
		AbstractClientConnectionFactory client = watched(this.spi.client(kind, this.peer.port()), POLICY, (message) -> {
			await(released);
			receive(message);
		});
		TcpConnectionSupport connection = connect(client);
		ScriptedConnection remote = this.peer.accept();
		byte[] frames = "\0\0\0\1x".repeat(3000).getBytes();
		remote.send(frames);
		Awaitility.await().during(Duration.ofMillis(1500)).atMost(PATIENCE).until(connection::isOpen);
		remote.expectHeartbeat().expectHeartbeat().expectHeartbeat();
		released.countDown();
		Awaitility.await().atMost(PATIENCE).until(() -> this.received.size() == 3000);
		awaitClose(connection);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void largeMessageOnASlowConnectionIsNotADeadPeer(Kind kind) {
		HeartbeatPolicy policy = new HeartbeatPolicy(INTERVAL, TIMEOUT, Duration.ofMillis(500));
		AbstractServerConnectionFactory server = watched(this.spi.server(kind), policy);
		server.start();
		try (ChaosProxy proxy = ChaosProxy.start(new InetSocketAddress("127.0.0.1", server.getPort()))) {
			proxy.add(Fault.bandwidth(300_000));
			TcpConnectionSupport connection = connect(kind, proxy.port(), policy);
			connection.send(new GenericMessage<>(new byte[900_000]));
			Awaitility.await().atMost(PATIENCE).until(() -> this.received.size() == 1);
			assertThat(connection.isOpen()).isTrue();
			assertThat(reasons()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void peerThatTakesNothingIsWriteStalled(Kind kind) {
		TcpConnectionSupport connection = connect(kind, this.peer.port(),
				new HeartbeatPolicy(Duration.ZERO, Duration.ZERO, Duration.ofMillis(500)));
		this.peer.accept();
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
			while (true) {
				connection.send(new GenericMessage<>(new byte[1024 * 1024]));
			}
		}, this.executor);
		awaitClose(connection);
		assertThat(reasons()).containsExactly(DisconnectReason.WRITE_STALLED);
		Awaitility.await().atMost(PATIENCE).until(sending::isCompletedExceptionally);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void noCheckOutlivesTheConnection(Kind kind) {
		TcpConnectionSupport connection = connect(kind, this.peer.port(), HeartbeatPolicy.defaults());
		this.peer.accept();
		Awaitility.await().atMost(PATIENCE).until(() -> this.timer.getQueue().size() == 1);
		connection.close();
		Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> this.timer.getQueue().isEmpty());
	}

}
