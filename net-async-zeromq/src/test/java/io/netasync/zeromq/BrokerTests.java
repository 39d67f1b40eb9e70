package io.netasync.zeromq;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.netasync.zeromq.ProxySpec.Type;
import io.netasync.zeromq.engine.SocketSettings;
import io.netasync.zeromq.engine.SocketSettings.Heartbeat;
import io.netasync.zeromq.message.ZeroMqHeaders;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of brokers between sockets.
 *
 * @author net-async
 */
@Timeout(60)
class BrokerTests {

	private static final Heartbeat QUICK = new Heartbeat(Duration.ofMillis(50), Duration.ofMillis(250), Duration.ZERO);

	private final TestZeroMq zmq = new TestZeroMq();

	private final List<Message<?>> received = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.zmq.close();
	}

	private static SocketSettings side(ZeroMqType type, Heartbeat heartbeat, String bind) {
		SocketSettings defaults = SocketSettings.of(type);
		return new SocketSettings(type, List.of(bind), List.of(), List.of(), null, defaults.sendHwm(),
				defaults.receiveHwm(), defaults.maxSize(), defaults.linger(), heartbeat, defaults.reconnect(), true,
				false, false, false, defaults.security(), Map.of());
	}

	private ZeroMqProxy broker(Type type) {
		ZeroMqProxy proxy = this.zmq.zeroMq()
			.proxy(new ProxySpec("broker", ZeroMqSpec.DEFAULT_CONTEXT, type,
					side(type.frontend(), QUICK, "tcp://127.0.0.1:*"), side(type.backend(), QUICK, "tcp://127.0.0.1:*"),
					side(ZeroMqType.PUB, Heartbeat.defaults(), "inproc://tap")));
		proxy.start();
		return proxy;
	}

	private ZeroMqSocket worker(String name, ZeroMqProxy broker, UnaryOperator<ZeroMqBuilder> options) {
		MessageHandler handler = (message) -> this.zmq.channels(name)
			.outbound()
			.send(MessageBuilder.withPayload(name + ": " + TestZeroMq.text(message))
				.copyHeaders(message.getHeaders())
				.build());
		return this.zmq.open(name, ZeroMqType.REP,
				(socket) -> options.apply(socket).connect(broker.snapshot().backend().get(0)).handler(handler));
	}

	@Test
	void sharesRequestsAmongThoseWhoAnswer() throws Exception {
		ZeroMqProxy broker = broker(Type.ROUTER_DEALER);
		worker("one", broker, (socket) -> socket);
		worker("two", broker, (socket) -> socket);
		Awaitility.await().until(() -> broker.snapshot().connections() == 2);
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ,
				(socket) -> socket.connect(broker.snapshot().frontend().get(0)));
		Map<String, Boolean> answered = new ConcurrentHashMap<>();
		List<CompletableFuture<Message<?>>> replies = IntStream.range(0, 200)
			.mapToObj((number) -> req.request("question " + number).toCompletableFuture())
			.toList();
		for (CompletableFuture<Message<?>> reply : replies) {
			answered.put(TestZeroMq.text(reply.get(10, TimeUnit.SECONDS)).substring(0, 3), true);
		}
		assertThat(answered).containsOnlyKeys("one", "two");
		assertThat(broker.snapshot().requests()).isEqualTo(200);
		assertThat(broker.snapshot().replies()).isEqualTo(200);
	}

	@Test
	void publishesWhatPasses() throws Exception {
		ZeroMqProxy broker = broker(Type.ROUTER_DEALER);
		worker("one", broker, (socket) -> socket);
		this.zmq.open("tap", ZeroMqType.SUB, (socket) -> socket.connect("inproc://tap").handler(this.received::add));
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ,
				(socket) -> socket.connect(broker.snapshot().frontend().get(0)));
		req.request("question").toCompletableFuture().get(10, TimeUnit.SECONDS);
		Awaitility.await().until(() -> this.received.size() == 2);
	}

	@Test
	void publishersAndSubscribersNeedNotKnowEachOther() throws Exception {
		ZeroMqProxy broker = broker(Type.XSUB_XPUB);
		this.zmq.open("tap", ZeroMqType.SUB, (socket) -> socket.connect("inproc://tap").topics(""));
		ZeroMqSocket pub = this.zmq.open("pub", ZeroMqType.PUB,
				(socket) -> socket.connect(broker.snapshot().frontend().get(0)));
		this.zmq.open("sub", ZeroMqType.SUB,
				(socket) -> socket.connect(broker.snapshot().backend().get(0))
					.topics("news")
					.handler(this.received::add));
		Message<String> news = MessageBuilder.withPayload("rain").setHeader(ZeroMqHeaders.TOPIC, "news").build();
		Awaitility.await().until(() -> pub.send(news).toCompletableFuture().get().isWritten());
		Awaitility.await().until(() -> !this.received.isEmpty());
		assertThat(broker.snapshot().requests() + broker.snapshot().replies()).isPositive();
	}

	@Test
	void handsRequestsToWorkersThatLive() throws Exception {
		ZeroMqProxy broker = broker(Type.PARANOID_PIRATE);
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ,
				(socket) -> socket.connect(broker.snapshot().frontend().get(0)));
		CompletableFuture<Message<?>> early = req.request("early").toCompletableFuture();
		ZeroMqSocket one = worker("one", broker, BrokerTests::pirate);
		assertThat(TestZeroMq.text(early.get(10, TimeUnit.SECONDS))).isEqualTo("one: early");
		worker("two", broker, BrokerTests::pirate);
		one.close();
		for (int number = 0; number < 20; number++) {
			String reply = TestZeroMq
				.text(req.request(MessageBuilder.withPayload("q").setHeader("netasync_idempotent", true).build())
					.toCompletableFuture()
					.get(10, TimeUnit.SECONDS));
			assertThat(reply).endsWith(": q");
		}
		assertThat(TestZeroMq.text(req.request("last").toCompletableFuture().get(10, TimeUnit.SECONDS)))
			.isEqualTo("two: last");
	}

	private static ZeroMqBuilder pirate(ZeroMqBuilder socket) {
		return socket.worker(true).heartbeat(QUICK.interval(), QUICK.timeout());
	}

	@Test
	void aWorkerComesBackToAQueueThatWasStartedAgain() throws Exception {
		ZeroMqProxy broker = broker(Type.PARANOID_PIRATE);
		String frontend = broker.snapshot().frontend().get(0);
		String backend = broker.snapshot().backend().get(0);
		// what was on its way to a worker that goes is lost: the client asks again
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ, (socket) -> socket.connect(frontend)
			.requests(new ZeroMqSpec.Requests(Duration.ofSeconds(20), 10, Duration.ofMillis(500), 30)));
		worker("one", broker, BrokerTests::pirate);
		req.request("before").toCompletableFuture().get(10, TimeUnit.SECONDS);
		broker.close();
		ZeroMqProxy again = this.zmq.zeroMq()
			.proxy(new ProxySpec("again", ZeroMqSpec.DEFAULT_CONTEXT, Type.PARANOID_PIRATE,
					side(ZeroMqType.ROUTER, QUICK, frontend), side(ZeroMqType.ROUTER, QUICK, backend), null));
		Awaitility.await().ignoreExceptions().until(() -> {
			again.start();
			return true;
		});
		Message<String> after = MessageBuilder.withPayload("after").setHeader("netasync_idempotent", true).build();
		assertThat(TestZeroMq.text(req.request(after).toCompletableFuture().get(20, TimeUnit.SECONDS)))
			.isEqualTo("one: after");
	}

}
