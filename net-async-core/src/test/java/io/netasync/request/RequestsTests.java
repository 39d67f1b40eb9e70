package io.netasync.request;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.netasync.request.RequestFailedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what all kinds of {@link Correlation} have in common.
 *
 * @author net-async
 */
class RequestsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final RequestOptions IDEMPOTENT = RequestOptions.within(TIMEOUT).asIdempotent();

	static RequestPolicy policy(Correlation correlation) {
		return new RequestPolicy(correlation, TIMEOUT, 4, 2, Message::getPayload, Message::getPayload);
	}

	private RequestWorld world = new RequestWorld(policy(Correlation.FIFO));

	@ParameterizedTest
	@EnumSource
	void replyCompletesItsRequest(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		RequestConnection connection = this.world.connect();
		CompletableFuture<Message<?>> request = this.world.request("a");
		this.world.write(connection);
		assertThat(request).isNotDone();
		assertThat(connection.owesReplies()).isTrue();
		this.world.receive(connection, "a");
		assertThat(RequestWorld.reply(request)).isEqualTo("a");
		assertThat(this.world.inbound).isEmpty();
		assertThat(connection.owesReplies()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void unsolicitedMessagesAreDelivered(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		RequestConnection connection = this.world.connect();
		this.world.receive(connection, "before any request");
		CompletableFuture<Message<?>> request = this.world.request("a");
		this.world.receive(connection, "a");
		assertThat(request).as("not handed over, so this can't be its reply").isNotDone();
		this.world.write(connection);
		this.world.receive(connection, "a");
		this.world.receive(connection, "a");
		assertThat(this.world.inbound()).containsExactly("before any request", "a", "a");
		assertThat(this.world.inbound).noneMatch((message) -> message.getHeaders().containsKey(Requests.LATE_REPLY));
	}

	@ParameterizedTest
	@EnumSource
	void timesOutBeforeItIsSentAndIsNeverSent(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		CompletableFuture<Message<?>> request = this.world.request("a");
		this.world.pass(TIMEOUT.minusNanos(1));
		assertThat(request).isNotDone();
		this.world.pass(Duration.ofNanos(1));
		assertThat(RequestWorld.reason(request)).isEqualTo(Reason.TIMEOUT);
		assertThat(RequestWorld.failure(request).wasSent()).isFalse();
		assertThat(this.world.buffer).as("leaves room for others").isEmpty();
		this.world.write(this.world.connect());
		assertThat(this.world.written).isEmpty();
		assertThat(this.world.givenUp).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void endsWhenItsConnectionDoes(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		RequestConnection connection = this.world.connect();
		CompletableFuture<Message<?>> request = this.world.request("a");
		this.world.write(connection);
		this.world.lose(connection);
		assertThat(RequestWorld.reason(request)).isEqualTo(Reason.DISCONNECTED);
		assertThat(RequestWorld.failure(request).wasSent()).isTrue();
		assertThat(RequestWorld.failure(request)).hasMessageContaining("CONNECTION_LOST");
	}

	@ParameterizedTest
	@EnumSource
	void waitsForTheNextConnectionWhenItWasNotHandedOver(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		CompletableFuture<Message<?>> request = this.world.request("a");
		this.world.lose(this.world.connect());
		assertThat(request).isNotDone();
		RequestConnection next = this.world.connect();
		this.world.write(next);
		this.world.receive(next, "a");
		assertThat(RequestWorld.reply(request)).isEqualTo("a");
	}

	@ParameterizedTest
	@EnumSource
	void sendsIdempotentOnesAgain(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		CompletableFuture<Message<?>> request = this.world.request("a", IDEMPOTENT);
		for (int connections = 0; connections < 2; connections++) {
			RequestConnection connection = this.world.connect();
			this.world.write(connection);
			this.world.lose(connection);
			assertThat(request).isNotDone();
		}
		RequestConnection last = this.world.connect();
		this.world.write(last);
		this.world.receive(last, "a");
		assertThat(RequestWorld.reply(request)).isEqualTo("a");
		assertThat(this.world.written).containsExactly("a", "a", "a");
	}

	@ParameterizedTest
	@EnumSource
	void sendsIdempotentOnesNotMoreOftenThanMaxRetries(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		CompletableFuture<Message<?>> request = this.world.request("a", IDEMPOTENT);
		for (int connections = 0; connections < 3; connections++) {
			RequestConnection connection = this.world.connect();
			this.world.write(connection);
			this.world.lose(connection);
		}
		assertThat(RequestWorld.reason(request)).isEqualTo(Reason.DISCONNECTED);
		assertThat(this.world.buffer).isEmpty();
	}

	@Test
	void idempotentOnesKeepTheirDeadline() {
		CompletableFuture<Message<?>> request = this.world.request("a", IDEMPOTENT);
		RequestConnection connection = this.world.connect();
		this.world.write(connection);
		this.world.pass(TIMEOUT.dividedBy(2));
		this.world.lose(connection);
		this.world.pass(TIMEOUT.dividedBy(2));
		assertThat(RequestWorld.reason(request)).isEqualTo(Reason.TIMEOUT);
		assertThat(RequestWorld.failure(request).wasSent()).as("the first time").isTrue();
	}

	@Test
	void headerTellsWhatIsIdempotent() {
		CompletableFuture<Message<?>> request = this.world.requests
			.request(MessageBuilder.withPayload("a").setHeader(Requests.IDEMPOTENT, true).build());
		RequestConnection connection = this.world.connect();
		this.world.write(connection);
		this.world.lose(connection);
		assertThat(request).isNotDone();
		assertThat(this.world.buffer).hasSize(1);
	}

	@Test
	void timesOutWhileItIsTakenFromTheSendBufferAndIsNotSent() {
		CompletableFuture<Message<?>> request = this.world.request("a");
		RequestAttempt attempt = this.world.buffer.remove();
		this.world.pass(TIMEOUT);
		assertThat(request).isDone();
		assertThat(this.world.connect().handOver(attempt)).isFalse();
	}

	@Test
	void timesOutWhileItWaitsForRoomAndIsTakenBack() {
		RequestWorld other = this.world;
		other.beforeAccept = () -> other.pass(TIMEOUT);
		CompletableFuture<Message<?>> request = other.request("a");
		assertThat(RequestWorld.reason(request)).isEqualTo(Reason.TIMEOUT);
		assertThat(other.buffer).isEmpty();
	}

	@Test
	void whatCameBackFromALostConnectionIsNotSentAgain() {
		CompletableFuture<Message<?>> request = this.world.request("a");
		RequestAttempt message = this.world.buffer.remove();
		RequestConnection lost = this.world.connect();
		assertThat(lost.handOver(message)).isTrue();
		RequestConnection next = this.world.connect();
		assertThat(next.handOver(message)).as("taken back before the loss was told in order").isFalse();
		this.world.lose(lost);
		assertThat(RequestWorld.reason(request)).isEqualTo(Reason.DISCONNECTED);
		this.world.receive(next, "b");
		assertThat(this.world.inbound()).containsExactly("b");
	}

	@Test
	void whatIsHandedToAConnectionThatIsGoneGoesToTheNext() {
		CompletableFuture<Message<?>> request = this.world.request("a");
		RequestAttempt message = this.world.buffer.remove();
		RequestConnection gone = this.world.connect();
		this.world.lose(gone);
		assertThat(gone.handOver(message)).as("bounces").isTrue();
		RequestConnection next = this.world.connect();
		assertThat(next.handOver(message)).isTrue();
		this.world.receive(next, "b");
		assertThat(RequestWorld.reply(request)).isEqualTo("b");
	}

	@ParameterizedTest
	@EnumSource
	void closeEndsAll(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		RequestConnection connection = this.world.connect();
		CompletableFuture<Message<?>> handedOver = this.world.request("a");
		this.world.write(connection);
		CompletableFuture<Message<?>> waiting = this.world.request("b");
		this.world.requests.close();
		this.world.settle();
		assertThat(RequestWorld.reason(handedOver)).isEqualTo(Reason.CLOSED);
		assertThat(RequestWorld.reason(waiting)).isEqualTo(Reason.CLOSED);
		assertThat(RequestWorld.reason(this.world.request("c"))).isEqualTo(Reason.CLOSED);
		assertThat(this.world.givenUp).as("what waits to be sent may still be sent").isEmpty();
		this.world.write(connection);
		assertThat(this.world.written).containsExactly("a");
	}

	@ParameterizedTest
	@EnumSource
	void refusesMoreThanMaxPending(Correlation correlation) {
		this.world = new RequestWorld(policy(correlation));
		List<CompletableFuture<Message<?>>> all = IntStream.range(0, 5)
			.mapToObj(String::valueOf)
			.map(this.world::request)
			.toList();
		assertThat(all.subList(0, 4)).noneMatch(CompletableFuture::isDone);
		assertThat(RequestWorld.reason(all.get(4))).isEqualTo(Reason.TOO_MANY);
		assertThat(this.world.tally.snapshot().pending()).isEqualTo(4);
		this.world.pass(TIMEOUT);
		assertThat(this.world.request("room again")).isNotDone();
	}

	@Test
	void tellsWhyTheSendBufferRefused() {
		this.world.refusal = new IllegalStateException("full");
		CompletableFuture<Message<?>> request = this.world.request("a");
		assertThat(RequestWorld.reason(request)).isEqualTo(Reason.REFUSED);
		assertThat(RequestWorld.failure(request)).hasCause(this.world.refusal).hasMessageContaining("full");
	}

	@Test
	void endsWhenTheSendBufferGivesItUp() {
		CompletableFuture<Message<?>> request = this.world.request("a");
		this.world.buffer.remove().notSent(new IllegalStateException("dropped"));
		assertThat(request).as("not on the thread of the send buffer").isNotDone();
		this.world.settle();
		assertThat(RequestWorld.reason(request)).isEqualTo(Reason.REFUSED);
		assertThat(RequestWorld.failure(request).wasSent()).isFalse();
	}

	@Test
	void oneThatCouldNotBeWrittenOwesNoReply() {
		RequestConnection connection = this.world.connect();
		CompletableFuture<Message<?>> broken = this.world.request("a");
		RequestAttempt message = this.world.buffer.remove();
		connection.handOver(message);
		message.notSent(new IllegalStateException("can't be serialized"));
		CompletableFuture<Message<?>> next = this.world.request("b");
		this.world.write(connection);
		this.world.receive(connection, "to b");
		assertThat(RequestWorld.reason(broken)).isEqualTo(Reason.REFUSED);
		assertThat(RequestWorld.reply(next)).isEqualTo("to b");
	}

	@Test
	void cancellingEndsIt() {
		CompletableFuture<Message<?>> request = this.world.request("a");
		request.cancel(true);
		this.world.write(this.world.connect());
		assertThat(this.world.written).isEmpty();
		assertThat(this.world.tally.snapshot().pending()).isZero();
		assertThat(this.world.tally.snapshot().cancelled()).isOne();
	}

	@Test
	void replyToWhatWasCompletedElsewhereIsDelivered() {
		RequestConnection connection = this.world.connect();
		CompletableFuture<Message<?>> request = this.world.request("a");
		this.world.write(connection);
		request.completeExceptionally(new IllegalStateException("by orTimeout, say"));
		this.world.receive(connection, "a");
		assertThat(this.world.inbound()).containsExactly("a");
		assertThat(this.world.tally.snapshot().pending()).isZero();
	}

	@Test
	void oneAlarmServesManyRequests() {
		RequestConnection connection = this.world.connect();
		for (int i = 0; i < 10_000; i++) {
			this.world.request("a");
			this.world.write(connection);
			this.world.receive(connection, "a");
			this.world.pass(Duration.ofMillis(1));
		}
		assertThat(this.world.alarmsSet()).as("10 s, a timeout of 2 s").isLessThan(10);
	}

	@Test
	void shorterDeadlineMovesTheAlarm() {
		CompletableFuture<Message<?>> slow = this.world.request("a");
		CompletableFuture<Message<?>> fast = this.world.request("b", RequestOptions.within(Duration.ofMillis(10)));
		this.world.pass(Duration.ofMillis(10));
		assertThat(RequestWorld.reason(fast)).isEqualTo(Reason.TIMEOUT);
		assertThat(slow).isNotDone();
		this.world.pass(TIMEOUT);
		assertThat(RequestWorld.reason(slow)).isEqualTo(Reason.TIMEOUT);
	}

	@Test
	void countsWhatBecameOfThem() {
		RequestConnection connection = this.world.connect();
		this.world.request("a");
		this.world.request("b");
		this.world.write(connection);
		this.world.pass(Duration.ofMillis(5));
		this.world.receive(connection, "a");
		this.world.pass(TIMEOUT);
		this.world.receive(connection, "late");
		RequestSnapshot snapshot = this.world.tally.snapshot();
		assertThat(snapshot.replied()).isOne();
		assertThat(snapshot.replyNanos()).isEqualTo(Duration.ofMillis(5).toNanos());
		assertThat(snapshot.failed()).containsEntry(Reason.TIMEOUT, 1L).containsEntry(Reason.DISCONNECTED, 0L);
		assertThat(snapshot.late()).isOne();
		assertThat(snapshot.pending()).isZero();
	}

}
