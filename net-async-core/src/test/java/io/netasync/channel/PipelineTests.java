package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.ChannelPipelineCustomizer;
import io.netasync.transport.ChannelPipelineCustomizer.Owner;
import io.netasync.transport.ChannelPipelineCustomizer.Side;
import io.netasync.transport.NoLeaks;
import io.netasync.transport.Scramble;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.logging.LogLevel;
import io.netty.handler.logging.LoggingHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of the application's own handlers in the pipelines of clients and servers.
 *
 * @author net-async
 */
@Timeout(60)
@ExtendWith(NoLeaks.class)
class PipelineTests {

	private static final ChannelPipelineCustomizer SCRAMBLE = (pipeline, owner) -> pipeline.addLast(new Scramble());

	private final TestNetAsync net = new TestNetAsync();

	@AfterEach
	void close() {
		this.net.close();
	}

	private NetAsyncServer echo(ChannelPipelineCustomizer customizer) {
		return this.net.netAsync()
			.accept("orders",
					(server) -> server.address("127.0.0.1")
						.port(0)
						.pipeline(customizer)
						.channels((channels) -> channels.subscribe(channels.outbound()::send)));
	}

	private NetAsyncClient client(int port, List<String> received, ChannelPipelineCustomizer customizer) {
		return this.net.netAsync()
			.connect("feed",
					(client) -> client.addresses("127.0.0.1:" + port)
						.reconnect((reconnect) -> reconnect.delay(Duration.ofMillis(20)))
						.pipeline(customizer)
						.handler((message) -> received.add(TestSpecs.text(message))));
	}

	private List<Disconnected> disconnected(String name) {
		return this.net.events(Disconnected.class).stream().filter((event) -> event.name().equals(name)).toList();
	}

	@Test
	void messagesPassHandlersThatChangeBytes() {
		List<Owner> owners = new CopyOnWriteArrayList<>();
		ChannelPipelineCustomizer noted = (pipeline, owner) -> {
			owners.add(owner);
			pipeline.addLast(new LoggingHandler(LogLevel.TRACE), new Scramble());
		};
		List<String> received = new CopyOnWriteArrayList<>();
		NetAsyncClient feed = client(echo(noted).port(), received, noted);
		List<String> sent = new ArrayList<>(TestSpecs.numbers(0, 300));
		sent.add(150, "large ".repeat(100_000));
		sent.forEach((payload) -> feed.send(payload));
		Awaitility.await().until(() -> received.size() == sent.size());
		assertThat(received).isEqualTo(sent);
		assertThat(feed.snapshot().ledger().sent()).isEqualTo(sent.size());
		assertThat(owners).containsExactlyInAnyOrder(new Owner("feed", Side.CLIENT), new Owner("orders", Side.SERVER));
	}

	@Test
	void handlersStandBetweenTheSocketAndTheFrames() {
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(echo(SCRAMBLE).port()))) {
			peer.send(Scramble.of((byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 'x'));
			peer.expect(Scramble.of((byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 'x'));
		}
	}

	@Test
	void heartbeatsPassHandlersToo() {
		NetAsyncServer server = this.net.netAsync()
			.accept("orders", (orders) -> orders.port(0).pipeline(SCRAMBLE).heartbeat(PipelineTests::often));
		NetAsyncClient feed = this.net.netAsync()
			.connect("feed",
					(client) -> client.addresses("127.0.0.1:" + server.port())
						.pipeline(SCRAMBLE)
						.heartbeat(PipelineTests::often));
		Awaitility.await()
			.during(Duration.ofMillis(800))
			.until(() -> feed.state() == ConnectionState.CONNECTED && disconnected("feed").isEmpty());
		assertThat(feed.snapshot().receivedBytes()).isGreaterThan(8);
	}

	private static void often(HeartbeatBuilder heartbeat) {
		heartbeat.interval(Duration.ofMillis(50)).timeout(Duration.ofMillis(300));
	}

	@Test
	void handlerMayCloseItsConnection() {
		ChannelPipelineCustomizer idle = (pipeline, owner) -> pipeline
			.addLast(new IdleStateHandler(0, 0, 200, TimeUnit.MILLISECONDS), new CloseWhenIdle());
		NetAsyncServer server = this.net.netAsync()
			.accept("orders",
					(orders) -> orders.port(0)
						.pipeline(idle)
						.heartbeat((heartbeat) -> heartbeat.interval(Duration.ZERO)));
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			peer.expectClosed();
		}
		Awaitility.await().until(() -> disconnected("orders").size() == 1);
		assertThat(disconnected("orders").get(0).reason()).isEqualTo(DisconnectReason.LOCAL_CLOSE);
		assertThat(disconnected("orders").get(0).cause()).hasMessageContaining("a handler in its pipeline");
	}

	@Test
	void whatIsNotBytesEndsTheConnectionAndSaysSo() {
		NetAsyncServer server = echo((pipeline, owner) -> pipeline.addLast(new StringDecoder()));
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			peer.sendFrame("text").receiveUntilClosed();
		}
		Awaitility.await().until(() -> disconnected("orders").size() == 1);
		assertThat(disconnected("orders").get(0).cause())
			.hasMessage("A handler of the channel pipeline handed on java.lang.String, but frames are read of bytes "
					+ "(io.netty.buffer.ByteBuf)");
	}

	@Test
	void exceptionOfAHandlerThatReadsEndsItsConnectionOnly() {
		NetAsyncServer server = echo((pipeline, owner) -> pipeline.addLast(new Choosy()));
		try (ScriptedConnection good = ScriptedPeer.connect(TestSpecs.address(server.port()));
				ScriptedConnection bad = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			good.sendFrame("one");
			assertThat(good.expectFrame()).asString().isEqualTo("one");
			bad.sendFrame("!").receiveUntilClosed();
			good.sendFrame("two");
			assertThat(good.expectFrame()).asString().isEqualTo("two");
			Awaitility.await().until(() -> disconnected("orders").size() == 1);
			assertThat(disconnected("orders").get(0).cause()).isInstanceOf(IllegalStateException.class)
				.hasMessage("not to my taste");
		}
	}

	@Test
	void exceptionOfAHandlerThatWritesEndsItsConnectionAndNothingOvertakes() {
		List<String> received = new CopyOnWriteArrayList<>();
		NetAsyncServer server = this.net.netAsync()
			.accept("orders", (orders) -> orders.port(0).handler((message) -> received.add(TestSpecs.text(message))));
		NetAsyncClient feed = this.net.netAsync()
			.connect("feed",
					(client) -> client.addresses("127.0.0.1:" + server.port())
						.sendBuffer((buffer) -> buffer.retryLimit(1))
						.pipeline(failingOnce("777")));
		List<String> sent = TestSpecs.numbers(0, 2000);
		sent.forEach((payload) -> feed.send(payload));
		Awaitility.await().until(() -> feed.snapshot().ledger().sent() == 2000 && received.size() >= 2000);
		assertThat(received).isEqualTo(sent);
		assertThat(disconnected("feed")).hasSize(1);
		assertThat(disconnected("feed").get(0).cause()).isInstanceOf(IllegalStateException.class)
			.hasMessage("can't write 777");
	}

	@Test
	void messageThatAHandlerCannotWriteFailsAndDoesNotHoldUpTheOthers() {
		List<String> received = new CopyOnWriteArrayList<>();
		NetAsyncServer server = this.net.netAsync()
			.accept("orders", (orders) -> orders.port(0).handler((message) -> received.add(TestSpecs.text(message))));
		NetAsyncClient feed = client(server.port(), new ArrayList<>(),
				(pipeline, owner) -> pipeline.addLast(new Failing("bad", new AtomicInteger(Integer.MAX_VALUE))));
		CompletionStage<SendResult> good = feed.send("good");
		CompletionStage<SendResult> bad = feed.send("bad");
		CompletionStage<SendResult> better = feed.send("better");
		assertThat(bad.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10))
			.isInstanceOfSatisfying(SendResult.Failed.class, (failed) -> {
				assertThat(failed.reason()).isEqualTo(Reason.WRITE_FAILED);
				assertThat(failed.cause()).hasMessage("can't write bad");
			});
		assertThat(good.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(SendResult.WRITTEN);
		assertThat(better.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(SendResult.WRITTEN);
		Awaitility.await().until(() -> received.size() >= 2);
		assertThat(received).containsExactly("good", "better");
		assertThat(feed.snapshot().ledger().failed()).isEqualTo(1);
	}

	private static ChannelPipelineCustomizer failingOnce(String payload) {
		AtomicInteger times = new AtomicInteger(1);
		return (pipeline, owner) -> pipeline.addLast(new Failing(payload, times));
	}

	@Test
	void failingCustomizerFailsTheAttemptAndIsAskedAgain() {
		NetAsyncServer server = echo((pipeline, owner) -> {
		});
		AtomicBoolean failing = new AtomicBoolean(true);
		List<String> received = new CopyOnWriteArrayList<>();
		NetAsyncClient feed = client(server.port(), received, (pipeline, owner) -> {
			if (failing.get()) {
				throw new IllegalStateException("not yet");
			}
		});
		feed.send("hello");
		Awaitility.await().until(() -> feed.snapshot().failures() > 1);
		assertThat(feed.snapshot().lastFailure()).isEqualTo("not yet");
		failing.set(false);
		Awaitility.await().until(() -> received.contains("hello"));
	}

	@Test
	void failingCustomizerOfAServerClosesThatConnection() {
		AtomicInteger calls = new AtomicInteger();
		NetAsyncServer server = echo((pipeline, owner) -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("not yet");
			}
		});
		try (ScriptedConnection first = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			first.receiveUntilClosed();
		}
		try (ScriptedConnection second = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			second.sendFrame("hello");
			assertThat(second.expectFrame()).asString().isEqualTo("hello");
		}
		assertThat(this.net.events(NetAsyncEvent.ConnectionAccepted.class)).hasSize(1);
	}

	@Test
	void connectionIsThereWhenTheHandlersHandItOn() {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			List<String> received = new CopyOnWriteArrayList<>();
			NetAsyncClient feed = client(peer.port(), received, (pipeline, owner) -> pipeline.addLast(new Greeting()));
			feed.send("hello");
			ScriptedConnection connection = peer.accept().expect("HI\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(feed.state()).isEqualTo(ConnectionState.CONNECTING);
			connection.send("OK\n\0\0\0\3abc".getBytes(StandardCharsets.US_ASCII));
			assertThat(connection.expectFrame()).asString().isEqualTo("hello");
			Awaitility.await().until(() -> received.contains("abc"));
			assertThat(feed.state()).isEqualTo(ConnectionState.CONNECTED);
		}
	}

	@Test
	void handlersHaveTheTimeOfTheConnect() {
		try (ScriptedPeer silent = ScriptedPeer.listen()) {
			NetAsyncClient feed = this.net.netAsync()
				.connect("feed",
						(client) -> client.addresses("127.0.0.1:" + silent.port())
							.connectTimeout(Duration.ofMillis(200))
							.pipeline((pipeline, owner) -> pipeline.addLast(new Greeting())));
			Awaitility.await().until(() -> feed.snapshot().failures() > 1);
			assertThat(feed.snapshot().lastFailure()).contains("channelActive within 200 ms");
			assertThat(feed.snapshot().connects()).isZero();
		}
	}

	@Test
	void peerThatLeavesTheHandlersAloneFailsTheConnect() {
		try (ScriptedPeer closing = ScriptedPeer.closing()) {
			NetAsyncClient feed = client(closing.port(), new ArrayList<>(),
					(pipeline, owner) -> pipeline.addLast(new Greeting()));
			Awaitility.await().until(() -> feed.snapshot().failures() > 1);
			assertThat(feed.snapshot().connects()).isZero();
		}
	}

	@Test
	void stockFactoriesRefuseCustomizers() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.net.netAsync()
			.connect("feed",
					(client) -> client.addresses("127.0.0.1:1").transport(ConnectionSpec.Kind.NET).pipeline(SCRAMBLE)))
			.withMessageContaining("write transport(NETTY)");
	}

	private static final class CloseWhenIdle extends ChannelInboundHandlerAdapter {

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof IdleStateEvent) {
				context.close();
			}
		}

	}

	private static final class Choosy extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ByteBuf bytes = (ByteBuf) message;
			if (bytes.getByte(bytes.writerIndex() - 1) == '!') {
				bytes.release();
				throw new IllegalStateException("not to my taste");
			}
			context.fireChannelRead(message);
		}

	}

	private static final class Failing extends ChannelOutboundHandlerAdapter {

		private final String payload;

		private final AtomicInteger times;

		Failing(String payload, AtomicInteger times) {
			this.payload = payload;
			this.times = times;
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			String frame = ((ByteBuf) message).toString(StandardCharsets.UTF_8);
			if (frame.length() > 4 && frame.substring(4).equals(this.payload) && this.times.getAndDecrement() > 0) {
				((ByteBuf) message).release();
				throw new IllegalStateException("can't write " + this.payload);
			}
			context.write(message, promise);
		}

	}

	/**
	 * Says hello and waits for three bytes before anything else.
	 */
	private static final class Greeting extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.writeAndFlush(context.alloc().buffer().writeBytes("HI\n".getBytes(StandardCharsets.US_ASCII)));
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			((ByteBuf) message).skipBytes(3);
			context.pipeline().remove(this);
			context.fireChannelActive();
			context.fireChannelRead(message);
		}

	}

}
