package io.netasync.zeromq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.SendRefusedException;
import io.netasync.mailbox.SendResult;
import io.netasync.request.RequestFailedException;
import io.netasync.zeromq.message.ZeroMqHeaders;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of ZeroMQ's patterns over channels, both ends here.
 *
 * @author net-async
 */
@Timeout(60)
class PatternTests {

	private final TestZeroMq zmq = new TestZeroMq();

	private final List<Message<?>> received = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.zmq.close();
	}

	private MessageHandler answer(String name) {
		return (message) -> this.zmq.channels(name)
			.outbound()
			.send(MessageBuilder.withPayload("re: " + TestZeroMq.text(message))
				.copyHeaders(message.getHeaders())
				.build());
	}

	private void awaitReceived(int count) {
		Awaitility.await().until(() -> this.received.size() == count);
	}

	@Test
	void pushesAndPulls() throws Exception {
		ZeroMqSocket pull = this.zmq.open("pull", ZeroMqType.PULL,
				(socket) -> socket.bind("tcp://127.0.0.1:*").handler(this.received::add));
		ZeroMqSocket push = this.zmq.open("push", ZeroMqType.PUSH,
				(socket) -> socket.connect(TestZeroMq.address(pull)));
		for (int number = 0; number < 1000; number++) {
			push.send("message " + number);
		}
		awaitReceived(1000);
		assertThat(TestZeroMq.text(this.received.get(999))).isEqualTo("message 999");
		assertThat(push.snapshot().ledger().sent()).isEqualTo(1000);
	}

	@Test
	void aRequestFindsItsReply() throws Exception {
		ZeroMqSocket rep = this.zmq.open("rep", ZeroMqType.REP,
				(socket) -> socket.bind("tcp://127.0.0.1:*").handler(answer("rep")));
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ, (socket) -> socket.connect(TestZeroMq.address(rep)));
		List<CompletableFuture<Message<?>>> replies = new ArrayList<>();
		for (int number = 0; number < 100; number++) {
			replies.add(req.request("question " + number).toCompletableFuture());
		}
		for (int number = 0; number < 100; number++) {
			assertThat(TestZeroMq.text(replies.get(number).get(10, TimeUnit.SECONDS)))
				.isEqualTo("re: question " + number);
		}
		assertThat(req.snapshot().requests().replied()).isEqualTo(100);
	}

	@Test
	void aStrictRequestFindsItsReply() throws Exception {
		ZeroMqSocket rep = this.zmq.open("rep", ZeroMqType.REP,
				(socket) -> socket.lockStep(true).bind("tcp://127.0.0.1:*").handler(answer("rep")));
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ,
				(socket) -> socket.lockStep(true).connect(TestZeroMq.address(rep)));
		for (int number = 0; number < 10; number++) {
			assertThat(TestZeroMq.text(req.request("q" + number).toCompletableFuture().get(10, TimeUnit.SECONDS)))
				.isEqualTo("re: q" + number);
		}
	}

	@Test
	void subscribersGetTheirTopics() throws Exception {
		ZeroMqSocket pub = this.zmq.open("pub", ZeroMqType.PUB, (socket) -> socket.bind("tcp://127.0.0.1:*"));
		this.zmq.open("sub", ZeroMqType.SUB,
				(socket) -> socket.connect(TestZeroMq.address(pub)).topics("news").handler(this.received::add));
		Message<String> news = MessageBuilder.withPayload("rain").setHeader(ZeroMqHeaders.TOPIC, "news").build();
		Awaitility.await().until(() -> pub.send(news).toCompletableFuture().get().isWritten());
		awaitReceived(1);
		assertThat(this.received.get(0).getHeaders()).containsEntry(ZeroMqHeaders.TOPIC, "news");
		assertThat(TestZeroMq.text(this.received.get(0))).isEqualTo("rain");
		assertThat(TestZeroMq.send(pub, "other")).isEqualTo(SendResult.dropped(DropReason.UNHEARD));
	}

	@Test
	void aRouterAnswersADealer() throws Exception {
		ZeroMqSocket router = this.zmq.open("router", ZeroMqType.ROUTER,
				(socket) -> socket.bind("tcp://127.0.0.1:*").handler(answer("router")));
		ZeroMqSocket dealer = this.zmq.open("dealer", ZeroMqType.DEALER,
				(socket) -> socket.identity("d1").connect(TestZeroMq.address(router)).handler(this.received::add));
		dealer.send("hello");
		awaitReceived(1);
		assertThat(TestZeroMq.text(this.received.get(0))).isEqualTo("re: hello");
		SendResult unknown = router.send(new GenericMessage<>("lost", Map.of(ZeroMqHeaders.IDENTITY, "nobody")))
			.toCompletableFuture()
			.get(10, TimeUnit.SECONDS);
		assertThat(unknown).isInstanceOfSatisfying(SendResult.Failed.class,
				(failed) -> assertThat(failed.reason()).isEqualTo(SendRefusedException.Reason.NO_CONNECTION));
		router.send(new GenericMessage<>("direct", Map.of(ZeroMqHeaders.IDENTITY, "d1")));
		awaitReceived(2);
	}

	@Test
	void aPairSendsManyFrames() throws Exception {
		this.zmq.open("left", ZeroMqType.PAIR, (socket) -> socket.bind("inproc://pair").handler(this.received::add));
		ZeroMqSocket right = this.zmq.open("right", ZeroMqType.PAIR, (socket) -> socket.connect("inproc://pair"));
		right.send(List.of("one", new byte[0], "three"));
		awaitReceived(1);
		assertThat((List<?>) this.received.get(0).getPayload()).hasSize(3).element(1).isEqualTo(new byte[0]);
	}

	@Test
	void jvmsOfAMachineMayUseJeroMqsIpc() {
		String address = "jeromq-ipc://net-async-" + System.nanoTime();
		this.zmq.open("pull", ZeroMqType.PULL, (socket) -> socket.bind(address).handler(this.received::add));
		ZeroMqSocket push = this.zmq.open("push", ZeroMqType.PUSH, (socket) -> socket.connect(address));
		push.send("hello");
		awaitReceived(1);
	}

	@Test
	void refusesIpcThatLibzmqWouldNotFind() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.zmq.open("pull", ZeroMqType.PULL, (socket) -> socket.bind("ipc:///tmp/x.sock")))
			.withMessageContaining("'bind' must not be 'ipc:///tmp/x.sock'")
			.withMessageContaining("write 'tcp://127.0.0.1:5555', or 'jeromq-ipc:///tmp/x.sock'");
		assertThat(this.zmq.zeroMq().sockets()).isEmpty();
	}

	@Test
	void sendsTheLastValueOfATopicToThoseWhoSubscribe() throws Exception {
		ZeroMqSocket pub = this.zmq.open("pub", ZeroMqType.PUB,
				(socket) -> socket.bind("tcp://127.0.0.1:*").lastValueCache(true));
		for (String topic : List.of("rain", "sun", "rain")) {
			pub.send(MessageBuilder.withPayload(topic + " " + topic.length())
				.setHeader(ZeroMqHeaders.TOPIC, topic)
				.build());
		}
		Awaitility.await().until(() -> pub.snapshot().ledger().dropped().unheard() == 3);
		this.zmq.open("sub", ZeroMqType.SUB,
				(socket) -> socket.connect(TestZeroMq.address(pub)).topics("rain").handler(this.received::add));
		awaitReceived(1);
		assertThat(TestZeroMq.text(this.received.get(0))).isEqualTo("rain 4");
	}

	@Test
	void aRequestIsMadeAgainUntilSomebodyAnswers() throws Exception {
		this.zmq.open("deaf", ZeroMqType.REP, (socket) -> socket.bind("inproc://deaf").handler((message) -> {
		}));
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ,
				(socket) -> socket.connect("inproc://deaf", "inproc://rep")
					.requests(new ZeroMqSpec.Requests(Duration.ofSeconds(10), 10, Duration.ofMillis(100), 5)));
		Message<String> question = MessageBuilder.withPayload("q").setHeader("netasync_idempotent", true).build();
		CompletableFuture<Message<?>> reply = req.request(question).toCompletableFuture();
		this.zmq.open("rep", ZeroMqType.REP, (socket) -> socket.bind("inproc://rep").handler(answer("rep")));
		assertThat(TestZeroMq.text(reply.get(10, TimeUnit.SECONDS))).isEqualTo("re: q");
	}

	@Test
	void aRequestWithoutAnAnswerFailsByItsDeadline() {
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ, (socket) -> socket.connect("tcp://127.0.0.1:1"));
		assertThat(req.request("q", Duration.ofMillis(200)).toCompletableFuture()).failsWithin(Duration.ofSeconds(5))
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOfSatisfying(RequestFailedException.class, (failure) -> {
				assertThat(failure.reason()).isEqualTo(RequestFailedException.Reason.TIMEOUT);
				assertThat(failure.wasSent()).isFalse();
			});
		assertThat(req.snapshot().ledger().pending()).isZero();
	}

	@Test
	void aHostThatNobodyKnowsYetIsNoError() throws Exception {
		ZeroMqSocket push = this.zmq.open("push", ZeroMqType.PUSH,
				(socket) -> socket.connect("tcp://nobody.invalid:5555"));
		assertThat(push.snapshot().lastFailure()).contains("nobody knows this host");
		assertThat(push.snapshot().lacksPeers()).isTrue();
		push.disconnect("tcp://nobody.invalid:5555");
		ZeroMqSocket pull = this.zmq.open("pull", ZeroMqType.PULL,
				(socket) -> socket.bind("tcp://127.0.0.1:*").handler(this.received::add));
		push.connect(TestZeroMq.address(pull));
		push.send("hello");
		awaitReceived(1);
	}

	@Test
	void aNameThatIsTakenLeavesTheChannelsOfItsOwnerAlone() {
		this.zmq.open("pull", ZeroMqType.PULL, (socket) -> socket.bind("inproc://one"));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.zmq.open("pull", ZeroMqType.PULL,
					(socket) -> socket.bind("inproc://two").handler(this.received::add)))
			.withMessageContaining("taken");
		assertThat(this.zmq.zeroMq().find("pull"))
			.hasValueSatisfying((socket) -> assertThat(socket.snapshot().bound()).containsExactly("inproc://one"));
		assertThatIllegalStateException().isThrownBy(() -> this.zmq.zeroMq().find("pull").orElseThrow().start());
	}

	@Test
	void aPortIsFreeOnceItsSocketIsClosed() {
		String address = null;
		for (int round = 0; round < 50; round++) {
			String bind = (address != null) ? address : "tcp://127.0.0.1:*";
			ZeroMqSocket socket = this.zmq.open("pull", ZeroMqType.PULL, (pull) -> pull.bind(bind));
			address = TestZeroMq.address(socket);
			socket.close();
		}
	}

}
