package io.netasync.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.Spi.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.integration.ip.event.IpIntegrationEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionCloseEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NettyServerConnectionFactory} against scripted peers.
 *
 * @author net-async
 */
@Timeout(60)
@ExtendWith(NoLeaks.class)
class NettyServerConnectionFactoryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration MOMENT = Duration.ofMillis(200);

	private final Spi spi = new Spi();

	private final NettyServerConnectionFactory server = (NettyServerConnectionFactory) this.spi.server(Kind.NETTY);

	@AfterEach
	void close() {
		this.server.stop();
		this.spi.close();
	}

	private ScriptedConnection connect() {
		return ScriptedPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.getPort()));
	}

	@SuppressWarnings("unchecked")
	private Collection<TcpConnectionSupport> connections() {
		return ((Map<String, TcpConnectionSupport>) new DirectFieldAccessor(this.server)
			.getPropertyValue("connections")).values();
	}

	private TcpConnectionSupport only() {
		return connections().iterator().next();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(TIMEOUT).until(condition);
	}

	@Test
	void listensWhenStartReturns() {
		assertThat(this.server.getPort()).isZero();
		assertThat(this.server.isListening()).isFalse();
		this.server.start();
		this.server.start();
		assertThat(this.server.isListening()).isTrue();
		assertThat(this.server.getPort()).isPositive();
		assertThat(((InetSocketAddress) this.server.getServerSocketAddress()).getPort())
			.isEqualTo(this.server.getPort());
		connect().close();
		await(() -> !this.spi.eventsOf("ListeningEvent").isEmpty());
		Awaitility.await().during(MOMENT).until(() -> this.spi.eventsOf("ListeningEvent").size() == 1);
	}

	@Test
	void portInUseFailsTheStart() {
		ScriptedPeer other = ScriptedPeer.listen();
		NettyServerConnectionFactory second = this.spi.configured("second",
				new NettyServerConnectionFactory(other.port()));
		second.setLocalAddress("127.0.0.1");
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(second::start)
			.withMessageContaining(String.valueOf(other.port()));
		assertThat(second.isRunning()).isFalse();
		assertThat(second.isListening()).isFalse();
		other.close();
		second.start();
		assertThat(second.isListening()).isTrue();
		second.stop();
	}

	@Test
	void deserializerThatCannotFrameFailsTheStart() {
		NettyServerConnectionFactory other = this.spi.bean("other", new NettyServerConnectionFactory(0));
		assertThatIllegalStateException().isThrownBy(other::start).withMessageContaining("ByteArrayCrLfSerializer");
	}

	@Test
	void acceptsAgainAfterItWasShutDown() {
		this.server.start();
		ScriptedConnection before = connect();
		await(() -> this.server.getOpenConnectionIds().size() == 1);
		this.server.beforeShutdown();
		connect().expectClosed();
		assertThat(this.server.getOpenConnectionIds()).hasSize(1);
		this.server.afterShutdown();
		before.expectClosed();
		this.server.start();
		connect();
		await(() -> this.server.getOpenConnectionIds().size() == 1);
	}

	@Test
	void stopsAcceptingAndKeepsConnections() {
		Recorded recorded = Recorded.by(this.server);
		this.server.start();
		ScriptedConnection remote = connect();
		await(() -> recorded.connections().size() == 1);
		this.server.stopAccepting();
		assertThat(this.server.isListening()).isFalse();
		remote.sendFrame("still here");
		await(() -> recorded.texts().equals(List.of("still here")));
	}

	@Test
	void closesAConnectionById() {
		Recorded recorded = Recorded.by(this.server);
		this.server.start();
		ScriptedConnection remote = connect();
		await(() -> recorded.connections().size() == 1);
		String id = this.server.getOpenConnectionIds().get(0);
		assertThat(this.server.closeConnection(id)).isTrue();
		remote.expectClosed();
		await(() -> this.spi.eventsOf(id).equals(List.of("TcpConnectionOpenEvent", "TcpConnectionCloseEvent")));
		assertThat(recorded.connections()).isEmpty();
		assertThat(this.server.getOpenConnectionIds()).isEmpty();
		assertThat(this.server.closeConnection(id)).isFalse();
	}

	@Test
	void openComesBeforeTheFirstMessageAndCloseAfterTheLast() {
		Recorded recorded = new Recorded() {

			@Override
			public void onMessage(Message<?> message) {
				super.onMessage(message);
				assertThat(Thread.currentThread().getName()).doesNotStartWith("netasync-io");
				NettyServerConnectionFactoryTests.this.spi.publish(new Delivered(message));
			}

		};
		this.server.registerListener(recorded);
		this.server.start();
		ScriptedConnection remote = connect();
		for (int i = 0; i < 100; i++) {
			remote.sendFrame("message " + i);
		}
		remote.close();
		await(() -> this.spi.events().stream().anyMatch(TcpConnectionCloseEvent.class::isInstance));
		List<String> events = this.spi.events()
			.stream()
			.map((event) -> event.getClass().getSimpleName())
			.filter((name) -> !name.contains("Listening"))
			.toList();
		assertThat(events).hasSize(102).startsWith("TcpConnectionOpenEvent").endsWith("TcpConnectionCloseEvent");
	}

	@Test
	void handlersOnTheEventLoopMayAnswer() {
		this.server.setDispatchers((channel) -> new SerialDispatcher(channel.eventLoop(), Spi.room(100)));
		this.server.registerListener((message) -> {
			assertThat(EventLoops.onEventLoop()).isTrue();
			only().send(message);
		});
		this.server.start();
		ScriptedConnection remote = connect();
		for (int i = 0; i < 50; i++) {
			remote.sendFrame("ping " + i);
			assertThat(remote.expectFrame()).asString().isEqualTo("ping " + i);
		}
	}

	@Test
	void silentSingleUseConnectionIsClosedAfterSoTimeout() {
		this.server.setSingleUse(true);
		this.server.setSoTimeout(200);
		Recorded recorded = Recorded.by(this.server);
		this.server.start();
		connect().expectClosed();
		await(() -> !recorded.errors().isEmpty());
		assertThat(recorded.errors().get(0)).isInstanceOf(SocketTimeoutException.class);
	}

	@Test
	void interceptorThatCannotBeMadeClosesTheConnection() {
		this.server.setBeforeOpen((wrapped) -> {
			throw new IllegalStateException("expected");
		});
		this.server.start();
		connect().expectClosed();
		assertThat(this.server.getOpenConnectionIds()).isEmpty();
	}

	@Test
	void blockedListenerPausesReadsOfItsConnectionOnly() {
		CountDownLatch blocked = new CountDownLatch(1);
		ExecutorService workers = Executors.newCachedThreadPool();
		this.server.setDispatchers((channel) -> new SerialDispatcher(workers, Spi.room(10)));
		Recorded recorded = Recorded.blockedBy("blocked", blocked);
		this.server.registerListener(recorded);
		this.server.start();
		ScriptedConnection slow = connect().timeout(TIMEOUT);
		await(() -> connections().size() == 1);
		NettyTcpConnection slowConnection = (NettyTcpConnection) only();
		List<String> sent = IntStream.range(0, 1000).mapToObj((i) -> "blocked " + i + "x".repeat(20_000)).toList();
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sent.forEach(slow::sendFrame));
		await(slowConnection::areReadsPaused);
		connect().sendFrame("free");
		await(() -> recorded.texts().contains("free"));
		Awaitility.await().during(MOMENT).until(() -> slowConnection.receivedBytes() < 2_000_000);
		assertThat(recorded.texts()).hasSize(2);
		assertThat(slowConnection.dispatcher().room().hasRoom()).isFalse();
		assertThat(sending).isNotDone();
		blocked.countDown();
		await(() -> recorded.texts().size() == 1001 && !slowConnection.areReadsPaused());
		assertThat(recorded.texts().stream().filter((text) -> text.startsWith("blocked")).toList()).isEqualTo(sent);
		workers.shutdown();
	}

	@Test
	void busyExecutorDelaysMessagesButDoesNotStopTheEventLoop() {
		this.server.setDispatchers((channel) -> new SerialDispatcher((task) -> {
			throw new RejectedExecutionException("busy");
		}, Spi.room(10)));
		Recorded recorded = new Recorded() {

			@Override
			public void onMessage(Message<?> message) {
				assertThat(EventLoops.onEventLoop()).isFalse();
				super.onMessage(message);
			}

		};
		this.server.registerListener(recorded);
		this.server.start();
		ScriptedConnection remote = connect();
		for (int i = 0; i < 100; i++) {
			remote.sendFrame("message " + i);
		}
		await(() -> recorded.texts().size() == 100);
		assertThat(recorded.texts()).isEqualTo(IntStream.range(0, 100).mapToObj((i) -> "message " + i).toList());
	}

	@Test
	void sendsToAConnection() {
		Recorded recorded = Recorded.by(this.server);
		this.server.start();
		ScriptedConnection remote = connect();
		await(() -> recorded.connections().size() == 1);
		only().send(new GenericMessage<>("hello"));
		assertThat(remote.expectFrame()).asString().isEqualTo("hello");
		assertThat(only().getSenders()).containsExactly(recorded);
	}

	private static final class Delivered extends IpIntegrationEvent {

		private static final long serialVersionUID = 1L;

		Delivered(Object source) {
			super(source);
		}

	}

}
