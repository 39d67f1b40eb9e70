package io.netasync.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netasync.frame.FrameException;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.Spi.Kind;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NettyClientConnectionFactory} against a scripted peer.
 *
 * @author net-async
 */
@Timeout(60)
@ExtendWith(NoLeaks.class)
class NettyClientConnectionFactoryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration MOMENT = Duration.ofMillis(200);

	private final Spi spi = new Spi();

	private final ScriptedPeer peer = ScriptedPeer.listen();

	private final NettyClientConnectionFactory client = (NettyClientConnectionFactory) this.spi.client(Kind.NETTY,
			this.peer.port());

	@AfterEach
	void close() {
		this.client.stop();
		this.peer.close();
		this.spi.close();
	}

	private TcpConnectionSupport connect() {
		this.client.start();
		try {
			return this.client.getConnection();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<String> events() {
		return this.spi.eventsOf("factory=client");
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(TIMEOUT).until(condition);
	}

	@Test
	void readsWaitForAListenerRegisteredByHand() {
		this.client.enableManualListenerRegistration();
		TcpConnectionSupport connection = connect();
		ScriptedConnection remote = this.peer.accept().sendFrame("one").sendFrame("two");
		Awaitility.await().during(MOMENT).atMost(TIMEOUT).until(() -> events().size() == 1);
		connection.send(new GenericMessage<>("not blocked"));
		assertThat(remote.expectFrame()).asString().isEqualTo("not blocked");
		Recorded recorded = new Recorded();
		connection.registerListener(recorded);
		await(() -> recorded.texts().equals(List.of("one", "two")));
	}

	@Test
	void readsWaitForAListenerBehindInterceptors() {
		intercept(() -> new PlainInterceptor(this.spi::publish));
		this.client.enableManualListenerRegistration();
		TcpConnectionSupport connection = connect();
		this.peer.accept().sendFrame("one");
		Awaitility.await().during(MOMENT).atMost(TIMEOUT).until(() -> events().size() == 1);
		Recorded recorded = new Recorded();
		connection.registerListener(recorded);
		await(() -> recorded.texts().equals(List.of("one")));
	}

	@Test
	void connectionTestGetsTheFirstMessageOnly() {
		Recorded recorded = Recorded.by(this.client);
		assertThat(testedConnection(recorded).isOpen()).isTrue();
	}

	@Test
	void connectionTestGetsTheFirstMessageBeforeAListenerIsRegisteredByHand() {
		this.client.enableManualListenerRegistration();
		Recorded recorded = new Recorded();
		TcpConnectionSupport connection = testedConnection(null);
		connection.registerListener(recorded);
		await(() -> recorded.texts().equals(List.of("second")));
	}

	private TcpConnectionSupport testedConnection(@Nullable Recorded recorded) {
		this.peer.onConnection((remote) -> {
			remote.expectFrame();
			remote.sendFrame("first").sendFrame("second").receive();
		});
		CompletableFuture<Message<?>> first = new CompletableFuture<>();
		this.client.setConnectionTest((connection) -> {
			connection.registerTestListener((message) -> first.complete(message));
			connection.send(new GenericMessage<>("are you there?"));
			return new String((byte[]) first.orTimeout(10, TimeUnit.SECONDS).join().getPayload()).equals("first");
		});
		TcpConnectionSupport connection = connect();
		if (recorded != null) {
			await(() -> recorded.texts().equals(List.of("second")));
		}
		return connection;
	}

	@Test
	void connectionTestThatFailsClosesTheConnection() {
		this.client.setConnectionTest((connection) -> false);
		this.client.start();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.client::getConnection);
		this.peer.accept().expectClosed();
		await(() -> events().equals(List.of("TcpConnectionOpenEvent", "TcpConnectionCloseEvent")));
		assertThat(this.spi.eventsOf("TcpConnectionFailedEvent")).hasSize(1);
	}

	@Test
	void clientWithoutAListenerSeesTheEnd() {
		TcpConnectionSupport connection = connect();
		this.peer.accept().close();
		await(() -> events().equals(List.of("TcpConnectionOpenEvent", "TcpConnectionCloseEvent")));
		assertThat(connection.isOpen()).isFalse();
		assertThat(this.client.getOpenConnectionIds()).isEmpty();
	}

	@Test
	void endInsideAFrameIsAnError() {
		Recorded recorded = Recorded.by(this.client);
		connect();
		this.peer.accept().sendFrame("whole").sendHex("0000000561").close();
		await(() -> recorded.errors().size() == 1);
		assertThat(recorded.texts()).containsExactly("whole");
		assertThat(recorded.errors().get(0)).isInstanceOfSatisfying(FrameException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(FrameException.Reason.TRUNCATED));
		assertThat(events()).containsExactly("TcpConnectionOpenEvent", "TcpConnectionExceptionEvent",
				"TcpConnectionCloseEvent");
		assertThat(recorded.connections()).isEmpty();
	}

	@Test
	void hasTheSendersOfItsFactory() {
		Recorded recorded = Recorded.by(this.client);
		TcpConnectionSupport connection = connect();
		this.peer.accept().sendFrame("before");
		await(() -> recorded.texts().equals(List.of("before")));
		assertThat(recorded.connections()).hasSize(1);
		assertThat(connection.getSenders()).containsExactly(recorded);
	}

	@Test
	void resetIsReportedOnce() {
		Recorded recorded = Recorded.by(this.client);
		connect();
		ScriptedConnection remote = this.peer.accept().sendFrame("before");
		await(() -> !recorded.texts().isEmpty());
		remote.reset();
		await(() -> recorded.errors().size() == 1);
		assertThat(events()).containsExactly("TcpConnectionOpenEvent", "TcpConnectionExceptionEvent",
				"TcpConnectionCloseEvent");
		assertThat(recorded.connections()).isEmpty();
	}

	@Test
	void sendThrowsWhenTheConnectionIsGone() {
		TcpConnectionSupport connection = connect();
		this.peer.accept().close();
		await(() -> !connection.isOpen());
		assertThatExceptionOfType(MessagingException.class)
			.isThrownBy(() -> connection.send(new GenericMessage<>("too late")))
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void frameThatIsTooLargeIsRefusedAndTheConnectionLives() {
		TcpConnectionSupport connection = connect();
		assertThatExceptionOfType(MessagingException.class)
			.isThrownBy(() -> connection.send(new GenericMessage<>(new byte[1024 * 1024 + 1])))
			.withCauseInstanceOf(FrameException.class);
		connection.send(new GenericMessage<>("still here"));
		assertThat(this.peer.accept().expectFrame()).asString().isEqualTo("still here");
	}

	@Test
	void connectingOnAnEventLoopThrowsInsteadOfWaitingForItself() {
		this.client.start();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.client.eventLoop().submit(this.client::getConnection).get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(UncheckedIOException.class)
			.withMessageContaining("on an event loop");
	}

	@Test
	void sendingOnAnEventLoopDoesNotWait() throws Exception {
		TcpConnectionSupport connection = connect();
		ScriptedConnection remote = this.peer.accept();
		this.client.eventLoop()
			.submit(() -> connection.send(new GenericMessage<>("from the loop")))
			.get(10, TimeUnit.SECONDS);
		assertThat(remote.expectFrame()).asString().isEqualTo("from the loop");
	}

	@Test
	void mapperOfTheApplicationIsUsed() {
		this.client.setMapper(new TcpMessageMapper() {

			@Override
			public Message<?> toMessage(TcpConnection connection) {
				return new GenericMessage<>(new String((byte[]) connection.getPayload()).toUpperCase().getBytes());
			}

			@Override
			public Object fromMessage(Message<?> message) {
				return ("<" + message.getPayload() + ">").getBytes();
			}

		});
		Recorded recorded = Recorded.by(this.client);
		connect().send(new GenericMessage<>("out"));
		ScriptedConnection remote = this.peer.accept().sendFrame("in");
		assertThat(remote.expectFrame()).asString().isEqualTo("<out>");
		await(() -> recorded.texts().equals(List.of("IN")));
	}

	@Test
	void mapperThatFailsClosesTheConnectionAndTellsTheListener() {
		this.client.setMapper(new TcpMessageMapper() {

			@Override
			public Message<?> toMessage(TcpConnection connection) {
				throw new IllegalArgumentException("not mine");
			}

		});
		Recorded recorded = Recorded.by(this.client);
		connect();
		this.peer.accept().sendFrame("in").expectClosed();
		await(() -> recorded.errors().size() == 1);
		assertThat(recorded.errors().get(0)).hasMessage("not mine");
	}

	@Test
	void listenerThatFailsDoesNotLoseTheMessagesBehind() {
		Recorded recorded = new Recorded() {

			@Override
			public void onMessage(Message<?> message) {
				super.onMessage(message);
				throw new AssertionError("expected");
			}

		};
		this.client.registerListener(recorded);
		connect();
		this.peer.accept().sendFrame("one").sendFrame("two").sendFrame("three");
		await(() -> recorded.texts().equals(List.of("one", "two", "three")));
	}

	@Test
	void closedConnectionIsNotGivenOutAgain() {
		TcpConnectionSupport first = connect();
		Object key = first.getDeserializerStateKey();
		assertThat(first.getDeserializerStateKey()).isSameAs(key);
		first.close();
		assertThat(first.isOpen()).isFalse();
		TcpConnectionSupport second = connect();
		assertThat(second).isNotSameAs(first);
		this.client.forceClose(second);
		assertThat(second.isOpen()).isFalse();
		assertThat(connect()).isNotSameAs(second);
	}

	@Test
	void interceptorThatCannotBeMadeFailsTheConnect() {
		intercept(() -> {
			throw new IllegalStateException("no interceptor");
		});
		this.client.start();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.client::getConnection)
			.havingRootCause()
			.withMessage("no interceptor");
		this.peer.accept().expectClosed();
		assertThat(this.client.getOpenConnectionIds()).isEmpty();
	}

	@Test
	void unknownHostFailsTheConnect() {
		NettyClientConnectionFactory lost = this.spi.configured("lost",
				new NettyClientConnectionFactory("no-such-host.invalid", 1));
		lost.start();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(lost::getConnection)
			.withCauseInstanceOf(UnknownHostException.class);
		lost.stop();
		assertThat(this.spi.eventsOf("TcpConnectionFailedEvent")).hasSize(1);
	}

	@Test
	void stopEndsASendThatWaits() throws Exception {
		TcpConnectionSupport connection = connect();
		this.peer.accept();
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
			while (true) {
				connection.send(new GenericMessage<>(new byte[1024 * 1024]));
			}
		});
		NettyTcpConnection netty = (NettyTcpConnection) connection;
		Awaitility.await().during(MOMENT).atMost(TIMEOUT).until(netty::hasPendingWrites);
		this.client.stop();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> sending.get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(MessagingException.class);
		assertThat(this.client.isRunning()).isFalse();
		assertThat(events()).endsWith("TcpConnectionCloseEvent");
	}

	@Test
	void silenceForSoTimeoutClosesUnlessAMessageIsHandled() {
		this.client.setSoTimeout(300);
		CountDownLatch handled = new CountDownLatch(1);
		Recorded recorded = Recorded.blockedBy("slow", handled);
		this.client.registerListener(recorded);
		TcpConnectionSupport connection = connect();
		this.peer.accept().sendFrame("slow");
		Awaitility.await().during(Duration.ofMillis(900)).atMost(TIMEOUT).until(connection::isOpen);
		handled.countDown();
		await(() -> !recorded.errors().isEmpty());
		assertThat(recorded.errors().get(0)).isInstanceOf(SocketTimeoutException.class);
		assertThat(connection.isOpen()).isFalse();
	}

	@Test
	void answerMayTakeSoTimeoutFromTheRequestOn() {
		this.client.setSoTimeout(600);
		TcpConnectionSupport connection = connect();
		long connected = System.nanoTime();
		Awaitility.await().pollDelay(Duration.ofMillis(450)).until(() -> true);
		connection.send(new GenericMessage<>("request"));
		await(() -> !connection.isOpen());
		assertThat(Duration.ofNanos(System.nanoTime() - connected)).isBetween(Duration.ofMillis(1000),
				Duration.ofMillis(2000));
	}

	private void intercept(TcpConnectionInterceptorFactory interceptor) {
		TcpConnectionInterceptorFactoryChain chain = new TcpConnectionInterceptorFactoryChain();
		chain.setInterceptor(interceptor);
		this.client.setInterceptorFactoryChain(chain);
	}

	private static final class PlainInterceptor extends TcpConnectionInterceptorSupport {

		PlainInterceptor(ApplicationEventPublisher publisher) {
			super(publisher);
		}

	}

}
