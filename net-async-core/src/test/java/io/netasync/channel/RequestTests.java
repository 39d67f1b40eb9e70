package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.channel.PayloadSpec.Conversion;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.FrameException;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.request.Correlation;
import io.netasync.request.RequestFailedException;
import io.netasync.request.RequestFailedException.Reason;
import io.netasync.request.RequestOptions;
import io.netasync.request.RequestPolicy;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests over loopback, from clients and from servers.
 *
 * @author net-async
 */
@Timeout(60)
class RequestTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final TestNetAsync netAsync = new TestNetAsync();

	private final Channels channels = new Channels(new PublishSubscribeChannel(), new DirectChannel(),
			new DirectChannel(), new PublishSubscribeChannel(), new PublishSubscribeChannel());

	private final ScriptedPeer peer = ScriptedPeer.listen();

	private final List<String> inbound = new CopyOnWriteArrayList<>();

	private final List<Object> errors = new CopyOnWriteArrayList<>();

	@BeforeEach
	void subscribe() {
		this.channels.errors().subscribe((message) -> this.errors.add(message.getPayload()));
		((PublishSubscribeChannel) this.channels.inbound())
			.subscribe((message) -> this.inbound.add(TestSpecs.text(message)));
	}

	@AfterEach
	void close() {
		this.netAsync.close();
		this.peer.close();
	}

	@ParameterizedTest
	@EnumSource
	void manyRequestsAreAnsweredEachWithItsOwn(Kind kind) {
		NetAsyncServer server = this.netAsync.echo(TestSpecs.server());
		NetAsyncClient client = client(of(kind, Correlation.FIFO), server.port());
		List<CompletionStage<Message<?>>> replies = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			replies.add(client.request("n" + i));
		}
		for (int i = 0; i < 500; i++) {
			assertThat(text(replies.get(i))).isEqualTo("n" + i);
		}
		assertThat(this.inbound).isEmpty();
		assertThat(client.snapshot().requests().replied()).isEqualTo(500);
		assertThat(client.snapshot().received()).isEqualTo(500);
	}

	@Test
	void repliesInAnyOrderFindTheirKeys() {
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.KEY), this.peer.port());
		CompletionStage<Message<?>> one = client.request("1");
		CompletionStage<Message<?>> other = client.request("2");
		ScriptedConnection connection = this.peer.accept();
		List<byte[]> frames = List.of(connection.expectFrame(), connection.expectFrame());
		connection.sendFrame(frames.get(1)).sendFrame("x").sendFrame(frames.get(0));
		assertThat(text(other)).isEqualTo("2");
		assertThat(text(one)).isEqualTo("1");
		assertThat(this.inbound).containsExactly("x");
	}

	@ParameterizedTest
	@EnumSource(value = Correlation.class, names = { "FIFO", "SINGLE" })
	void replyThatCanNotBeReadIsNotTakenByTheNextRequest(Correlation correlation) {
		NetAsyncClient client = client(json(of(Kind.NETTY, correlation)), this.peer.port());
		CompletionStage<Message<?>> first = client.request("1");
		CompletionStage<Message<?>> second = client.request("2");
		ScriptedConnection connection = this.peer.accept();
		connection.expectFrame();
		connection.sendFrame("{ no JSON");
		RequestFailedException failure = failure(first);
		assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
		assertThat(failure).hasCauseInstanceOf(FrameException.class);
		assertThat(failure.wasSent()).isTrue();
		connection.expectFrame();
		connection.sendFrame("\"two\"");
		assertThat(text(second)).isEqualTo("two");
		assertThat(this.errors).singleElement().isInstanceOf(MessageDeliveryException.class);
		assertThat(client.snapshot().requests().pending()).isZero();
		assertThat(client.snapshot().requests().failed()).containsEntry(Reason.UNREADABLE, 1L);
	}

	@Test
	void serverFailsTheRequestWhoseReplyItCanNotRead() {
		NetAsyncServer server = this.netAsync.server(TestSpecs.server(json(ConnectionSpec.defaults()), 0, 10),
				TestNetAsync.channels());
		try (ScriptedConnection client = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			Awaitility.await().atMost(PATIENCE).until(() -> !server.connections().isEmpty());
			NetAsyncConnection connection = server.connections().iterator().next();
			CompletionStage<Message<?>> first = connection.request("1");
			CompletionStage<Message<?>> second = connection.request("2");
			client.expectFrame();
			client.expectFrame();
			client.sendFrame("null").sendFrame("2");
			assertThat(failure(first).reason()).isEqualTo(Reason.UNREADABLE);
			assertThat(second.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join().getPayload()).isEqualTo(2);
		}
	}

	private static ConnectionSpec json(ConnectionSpec spec) {
		WireSpec wire = new WireSpec(spec.wire().frame(), PayloadSpec.defaults().with(Conversion.JSON), null);
		return new ConnectionSpec(spec.transport(), spec.dispatch(), wire, spec.heartbeat(), spec.sendBuffer(),
				spec.receiveBuffer(), spec.conflationKey(), spec.inboundChannel(), null, false, spec.rateLimit(),
				spec.requests(), spec.sockets());
	}

	@Test
	void requestMadeBeforeThereIsAConnectionGoesOutOnTheFirst() {
		int port = TestSpecs.freePort();
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.FIFO), port);
		CompletionStage<Message<?>> reply = client.request("early");
		this.netAsync.echo(TestSpecs.server(of(Kind.NETTY, Correlation.FIFO), port, 10));
		assertThat(text(reply)).isEqualTo("early");
	}

	@Test
	void lateReplyIsDeliveredAsLate() {
		List<Message<?>> late = new CopyOnWriteArrayList<>();
		((SubscribableChannel) this.channels.inbound()).subscribe(late::add);
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.FIFO), this.peer.port());
		ScriptedConnection connection = this.peer.accept();
		awaitConnected(client);
		CompletionStage<Message<?>> overdue = client.request("1", Duration.ofMillis(300));
		byte[] first = connection.expectFrame();
		assertThat(failure(overdue).reason()).isEqualTo(Reason.TIMEOUT);
		CompletionStage<Message<?>> next = client.request("2");
		connection.sendFrame(first).sendFrame(connection.expectFrame());
		assertThat(text(next)).isEqualTo("2");
		assertThat(late).extracting(TestSpecs::text).containsExactly("1");
		assertThat(late.get(0).getHeaders()).containsEntry(NetAsyncHeaders.LATE_REPLY, true);
	}

	@Test
	void overdueReplyGivesTheConnectionUpWhereOneAtATimeIsAsked() {
		NetAsyncServer silent = this.netAsync.server(TestSpecs.server(), TestNetAsync.channels());
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.SINGLE), silent.port());
		awaitConnected(client);
		assertThat(failure(client.request("1", Duration.ofMillis(300))).reason()).isEqualTo(Reason.TIMEOUT);
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> this.netAsync.events(NetAsyncEvent.Disconnected.class)
				.stream()
				.anyMatch((event) -> event.reason() == DisconnectReason.REQUEST_TIMEOUT));
	}

	@Test
	void requestEndsAtOnceWhenItsConnectionDoes() {
		NetAsyncServer silent = this.netAsync.server(TestSpecs.server(), TestNetAsync.channels());
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.FIFO), silent.port());
		CompletionStage<Message<?>> reply = client.request("1", Duration.ofMinutes(10));
		Awaitility.await().atMost(PATIENCE).until(() -> silent.snapshot().received() == 1);
		silent.connections().forEach(NetAsyncConnection::close);
		assertThat(failure(reply).reason()).isEqualTo(Reason.DISCONNECTED);
	}

	@Test
	void replyThatCameBeforeTheEndOfTheConnectionCounts() {
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.FIFO), this.peer.port());
		CompletionStage<Message<?>> reply = client.request("1");
		ScriptedConnection connection = this.peer.accept();
		connection.sendFrame(connection.expectFrame()).close();
		assertThat(text(reply)).isEqualTo("1");
	}

	@Test
	void idempotentRequestIsSentAgainOnTheNextConnection() {
		NetAsyncServer silent = this.netAsync.server(TestSpecs.server(), TestNetAsync.channels());
		int port = silent.port();
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.FIFO), port);
		CompletionStage<Message<?>> reply = client.request("1");
		CompletionStage<Message<?>> again = client.request(new GenericMessage<>("2"),
				RequestOptions.within(PATIENCE).asIdempotent());
		Awaitility.await().atMost(PATIENCE).until(() -> silent.snapshot().received() == 2);
		silent.close();
		assertThat(failure(reply).reason()).isEqualTo(Reason.DISCONNECTED);
		this.netAsync.echo(TestSpecs.server(of(Kind.NETTY, Correlation.FIFO), port, 10));
		assertThat(text(again)).isEqualTo("2");
	}

	@Test
	void closingTheClientEndsItsRequests() {
		NetAsyncServer silent = this.netAsync.server(TestSpecs.server(), TestNetAsync.channels());
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.FIFO), silent.port());
		CompletionStage<Message<?>> reply = client.request("1");
		client.close();
		assertThat(failure(reply).reason()).isEqualTo(Reason.CLOSED);
		assertThat(failure(client.request("2")).reason()).isEqualTo(Reason.CLOSED);
	}

	@Test
	void fullSendBufferRefusesARequest() {
		ConnectionSpec spec = TestSpecs.connection(new SendBufferPolicy(1, 1000, Overflow.FAIL, Duration.ZERO));
		NetAsyncClient client = client(spec, TestSpecs.freePort());
		client.request("waits");
		RequestFailedException failure = failure(client.request("too many"));
		assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
		assertThat(failure.wasSent()).isFalse();
	}

	@Test
	void requestThatTimesOutLeavesTheSendBuffer() {
		NetAsyncClient client = client(ConnectionSpec.defaults(), TestSpecs.freePort());
		RequestFailedException failure = failure(client.request("waits", Duration.ofMillis(20)));
		assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
		assertThat(failure.wasSent()).isFalse();
		Awaitility.await().atMost(PATIENCE).until(() -> client.snapshot().ledger().pending() == 0);
	}

	@Test
	void failbackWaitsForReplies() {
		int preferredPort = TestSpecs.freePort();
		NetAsyncClient client = this.netAsync.client(TestSpecs.client(of(Kind.NETTY, Correlation.FIFO),
				TestSpecs.eager(), TestSpecs.failover(Strategy.ORDERED, 100), TestSpecs.at(preferredPort),
				TestSpecs.at(this.peer.port())), this.channels);
		ScriptedConnection second = this.peer.accept();
		CompletionStage<Message<?>> reply = client.request("1");
		byte[] request = second.expectFrame();
		try (ScriptedPeer preferred = ScriptedPeer.listen(preferredPort)) {
			preferred.accept().sendHeartbeat();
			second.expectSilence(Duration.ofMillis(800));
			second.sendFrame(request);
			assertThat(text(reply)).isEqualTo("1");
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> !this.netAsync.events(NetAsyncEvent.FailedBack.class).isEmpty());
		}
	}

	@Test
	void whatCanNotBeReadIsToldAfterTheConnectionItCameOn() {
		List<String> told = new CopyOnWriteArrayList<>();
		this.channels.status().subscribe((message) -> told.add(message.getPayload().toString()));
		this.channels.errors().subscribe((message) -> told.add("unreadable"));
		int preferredPort = TestSpecs.freePort();
		this.netAsync.client(TestSpecs.client(json(ConnectionSpec.defaults()), TestSpecs.eager(),
				TestSpecs.failover(Strategy.ORDERED, 100), TestSpecs.at(preferredPort), TestSpecs.at(this.peer.port())),
				this.channels);
		this.peer.accept();
		try (ScriptedPeer preferred = ScriptedPeer.listen(preferredPort)) {
			preferred.accept().sendFrame("{ no JSON");
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> told.contains("unreadable")
						&& !this.netAsync.events(NetAsyncEvent.FailedBack.class).isEmpty());
			List<String> soFar = List.copyOf(told);
			assertThat(soFar.lastIndexOf("CONNECTED")).isLessThan(soFar.indexOf("unreadable"));
		}
	}

	@Test
	void serverMakesRequestsOfItsClients() {
		NetAsyncServer server = this.netAsync.server(TestSpecs.server(), TestNetAsync.channels());
		((SubscribableChannel) this.channels.inbound()).subscribe(this.channels.outbound()::send);
		client(of(Kind.NETTY, Correlation.FIFO), server.port());
		Awaitility.await().atMost(PATIENCE).until(() -> !server.connections().isEmpty());
		NetAsyncConnection connection = server.connections().iterator().next();
		assertThat(text(connection.request("who?"))).isEqualTo("who?");
		assertThat(server.snapshot().requests().replied()).isOne();
		CompletionStage<Message<?>> last = connection.request("last");
		text(last);
		connection.close();
		Awaitility.await().atMost(PATIENCE).until(() -> server.connection(connection.id()).isEmpty());
		assertThat(failure(connection.request("gone")).reason()).isEqualTo(Reason.CLOSED);
	}

	@Test
	void repliesDoNotCompleteOnAnEventLoop() throws Exception {
		NetAsyncServer server = this.netAsync.echo(TestSpecs.server());
		NetAsyncClient client = client(of(Kind.NETTY, Correlation.FIFO), server.port());
		CompletableFuture<String> thread = new CompletableFuture<>();
		client.request("1").whenComplete((reply, failure) -> thread.complete(Thread.currentThread().getName()));
		assertThat(thread.get(10, TimeUnit.SECONDS)).startsWith("netasync-client-feed-");
	}

	private NetAsyncClient client(ConnectionSpec spec, int port) {
		return this.netAsync.client(TestSpecs.client(spec, TestSpecs.at(port)), this.channels);
	}

	private static void awaitConnected(NetAsyncClient client) {
		Awaitility.await().atMost(PATIENCE).until(() -> client.state() == ConnectionState.CONNECTED);
	}

	private static ConnectionSpec of(Kind kind, Correlation correlation) {
		return TestSpecs.connection(kind,
				new RequestPolicy(correlation, PATIENCE, 1000, 3, RequestTests::key, RequestTests::key));
	}

	private static Object key(Message<?> message) {
		return (message.getPayload() instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8)
				: message.getPayload();
	}

	private static String text(CompletionStage<Message<?>> reply) {
		return TestSpecs.text(reply.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join());
	}

	private static RequestFailedException failure(CompletionStage<Message<?>> reply) {
		try {
			throw new AssertionError("A reply: " + reply.toCompletableFuture().get(10, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			return (RequestFailedException) ex.getCause();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
