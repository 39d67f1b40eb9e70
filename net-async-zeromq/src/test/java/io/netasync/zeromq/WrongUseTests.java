package io.netasync.zeromq;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.mailbox.SendResult;
import io.netasync.request.RequestFailedException;
import io.netasync.zeromq.message.ZeroMqHeaders;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what sockets are not meant for: its sender is told, and all sockets live on.
 *
 * @author net-async
 */
@Timeout(60)
class WrongUseTests {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private final TestZeroMq zmq = new TestZeroMq();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private ZeroMqSocket other;

	@BeforeEach
	void open() {
		this.zmq.open("pull", ZeroMqType.PULL,
				(socket) -> socket.bind("inproc://other").handler((message) -> this.received.add(text(message))));
		this.other = this.zmq.open("push", ZeroMqType.PUSH, (socket) -> socket.connect("inproc://other"));
	}

	/**
	 * Another socket of the context must work, whatever a test has done.
	 */
	@AfterEach
	void close() {
		this.received.clear();
		this.other.send("alive");
		Awaitility.await().until(() -> this.received.equals(List.of("alive")));
		this.zmq.close();
	}

	private static String text(Message<?> message) {
		return TestZeroMq.text(message);
	}

	private ZeroMqSocket open(ZeroMqType type, boolean lockStep) {
		return this.zmq.open("socket", type,
				(socket) -> socket.lockStep(lockStep)
					.bind("tcp://127.0.0.1:*")
					.channels((channels) -> channels.errors()
						.subscribe((error) -> this.errors.add((Throwable) error.getPayload()))));
	}

	private static void assertFailed(ZeroMqSocket socket, Message<?> message, Reason reason) {
		assertThat(socket.send(message).toCompletableFuture()).succeedsWithin(DEADLINE)
			.isInstanceOfSatisfying(SendResult.Failed.class, (failed) -> assertThat(failed.reason()).isEqualTo(reason));
	}

	private void awaitErrors(int count) {
		Awaitility.await().untilAsserted(() -> assertThat(this.errors).hasSize(count));
	}

	static Stream<Object> unsendable() {
		return Stream.of(42, new Object(), List.of(), List.of(1, 2), Arrays.asList("a", null), Map.of("a", "b"),
				List.of(List.of("nested")));
	}

	@ParameterizedTest
	@MethodSource("unsendable")
	void aPayloadThatIsNoFrameIsRefused(Object payload) {
		ZeroMqSocket pair = open(ZeroMqType.PAIR, false);
		assertFailed(pair, new GenericMessage<>(payload), Reason.INVALID);
		awaitErrors(1);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.zmq.channels("socket").outbound().send(new GenericMessage<>(payload)));
		awaitErrors(2);
	}

	@Test
	void aTopicThatIsNoFrameIsRefused() {
		assertFailed(open(ZeroMqType.PUB, false), new GenericMessage<>("news", Map.of(ZeroMqHeaders.TOPIC, 5)),
				Reason.INVALID);
	}

	static Stream<Map<String, Object>> noEnvelopes() {
		return Stream.of(Map.of(), Map.of(ZeroMqHeaders.IDENTITY, 5), Map.of(ZeroMqHeaders.ENVELOPE, "text"),
				Map.of(ZeroMqHeaders.ENVELOPE, List.of()), Map.of(ZeroMqHeaders.ENVELOPE, List.of(5)));
	}

	@ParameterizedTest
	@MethodSource("noEnvelopes")
	void aMessageOfARouterWithoutAPeerIsRefused(Map<String, Object> headers) {
		assertFailed(open(ZeroMqType.ROUTER, false), new GenericMessage<>("lost", headers), Reason.INVALID);
		awaitErrors(1);
	}

	@Test
	void aReplyWithoutAnEnvelopeIsRefused() {
		assertFailed(open(ZeroMqType.REP, false), new GenericMessage<>("lost"), Reason.INVALID);
		awaitErrors(1);
	}

	@Test
	void aMessageToAnUnknownPeerIsRefused() {
		ZeroMqSocket router = open(ZeroMqType.ROUTER, false);
		Message<?> message = new GenericMessage<>("lost", Map.of(ZeroMqHeaders.IDENTITY, "nobody"));
		assertFailed(router, message, Reason.NO_CONNECTION);
		this.zmq.channels("socket").outbound().send(message);
		awaitErrors(2);
	}

	@Test
	void aReplyToNobodyIsRefusedAndNotTheReplyToTheNextRequest() {
		ZeroMqSocket rep = open(ZeroMqType.REP, true);
		this.zmq.channels("socket")
			.subscribe((message) -> this.zmq.channels("socket").outbound().send(new GenericMessage<>("right")));
		assertFailed(rep, new GenericMessage<>("wrong"), Reason.NO_CONNECTION);
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ,
				(socket) -> socket.lockStep(true).connect(TestZeroMq.address(rep)));
		assertThat(req.request("question")
			.toCompletableFuture()
			.orTimeout(10, TimeUnit.SECONDS)
			.thenApply(TestZeroMq::text)).succeedsWithin(DEADLINE).isEqualTo("right");
		assertFailed(rep, new GenericMessage<>("second"), Reason.NO_CONNECTION);
	}

	@Test
	void whatOnlyReceivesSendsNothing() {
		ZeroMqSocket sub = open(ZeroMqType.SUB, false);
		assertFailed(sub, new GenericMessage<>("no"), Reason.INVALID);
		assertThat(sub.request("no").toCompletableFuture()).failsWithin(DEADLINE)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failed) -> assertThat(failed.reason()).isEqualTo(RequestFailedException.Reason.REFUSED));
	}

	@Test
	void whatIsClosedSendsNothing() {
		ZeroMqSocket pair = open(ZeroMqType.PAIR, false);
		pair.close();
		assertFailed(pair, new GenericMessage<>("late"), Reason.CLOSED);
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> pair.accept(new GenericMessage<>("l")));
	}

	@Test
	void aStrictRequesterGoesOnAfterRequestsThatNobodyAnswers() {
		ZeroMqSocket silent = open(ZeroMqType.ROUTER, false);
		String address = TestZeroMq.address(silent);
		ZeroMqSocket req = this.zmq.open("req", ZeroMqType.REQ,
				(socket) -> socket.lockStep(true).connect(address).linger(Duration.ZERO));
		for (int request = 0; request < 2; request++) {
			assertThat(req.request("question", Duration.ofMillis(300)).toCompletableFuture()).failsWithin(DEADLINE)
				.withThrowableThat()
				.havingCause()
				.isInstanceOfSatisfying(RequestFailedException.class,
						(failed) -> assertThat(failed.reason()).isEqualTo(RequestFailedException.Reason.TIMEOUT));
		}
		silent.close();
		this.zmq.open("rep", ZeroMqType.REP, (socket) -> socket.bind(address)
			.handler((message) -> this.zmq.channels("rep").outbound().send(message)));
		assertThat(req.request("question", DEADLINE).toCompletableFuture().thenApply(TestZeroMq::text))
			.succeedsWithin(DEADLINE)
			.isEqualTo("question");
	}

}
