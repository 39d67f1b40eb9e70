package io.netasync.request;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.netasync.request.RequestFailedException.Reason;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what sets the kinds of {@link Correlation} apart.
 *
 * @author net-async
 */
class CorrelationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final RequestOptions SHORT = RequestOptions.within(Duration.ofMillis(10));

	private final RequestWorld fifo = new RequestWorld(RequestsTests.policy(Correlation.FIFO));

	private final RequestWorld single = new RequestWorld(RequestsTests.policy(Correlation.SINGLE));

	@Test
	void fifoMatchesInTheOrderOfHandingOver() {
		RequestConnection connection = this.fifo.connect();
		CompletableFuture<Message<?>> one = this.fifo.request("1");
		CompletableFuture<Message<?>> other = this.fifo.request("2");
		this.fifo.buffer.addLast(this.fifo.buffer.removeFirst());
		this.fifo.write(connection);
		assertThat(this.fifo.written).containsExactly("2", "1");
		this.fifo.receive(connection, "first");
		this.fifo.receive(connection, "second");
		assertThat(RequestWorld.reply(other)).isEqualTo("first");
		assertThat(RequestWorld.reply(one)).isEqualTo("second");
	}

	@Test
	void fifoDeliversALateReplyAsLateAndKeepsTheOrder() {
		RequestConnection connection = this.fifo.connect();
		CompletableFuture<Message<?>> late = this.fifo.request("1", SHORT);
		CompletableFuture<Message<?>> next = this.fifo.request("2");
		this.fifo.write(connection);
		this.fifo.pass(Duration.ofMillis(10));
		assertThat(RequestWorld.reason(late)).isEqualTo(Reason.TIMEOUT);
		assertThat(RequestWorld.failure(late).wasSent()).isTrue();
		this.fifo.receive(connection, "to 1");
		this.fifo.receive(connection, "to 2");
		assertThat(RequestWorld.reply(next)).isEqualTo("to 2");
		assertThat(this.fifo.inbound()).containsExactly("to 1");
		assertThat(this.fifo.inbound.get(0).getHeaders()).containsEntry(Requests.LATE_REPLY, true);
	}

	@Test
	void fifoKeepsThePlaceOfWhatWasCancelled() {
		RequestConnection connection = this.fifo.connect();
		CompletableFuture<Message<?>> cancelled = this.fifo.request("1");
		CompletableFuture<Message<?>> next = this.fifo.request("2");
		this.fifo.write(connection);
		cancelled.cancel(false);
		this.fifo.receive(connection, "to 1");
		this.fifo.receive(connection, "to 2");
		assertThat(RequestWorld.reply(next)).isEqualTo("to 2");
	}

	@Test
	void fifoGivesUpAConnectionThatNeverAnswers() {
		RequestConnection connection = this.fifo.connect();
		for (int i = 0; i < 5; i++) {
			assertThat(this.fifo.givenUp).isEmpty();
			this.fifo.request("1", SHORT);
			this.fifo.write(connection);
			this.fifo.pass(Duration.ofMillis(10));
		}
		assertThat(this.fifo.givenUp).as("more than 'max-pending' overdue").containsExactly(connection);
		this.fifo.request("1", SHORT);
		this.fifo.write(connection);
		this.fifo.pass(Duration.ofMillis(10));
		assertThat(this.fifo.givenUp).as("once").hasSize(1);
	}

	@Test
	void fifoForgetsOverdueRepliesWithTheirConnection() {
		for (int i = 0; i < 20; i++) {
			RequestConnection connection = this.fifo.connect();
			this.fifo.request("1", SHORT);
			this.fifo.write(connection);
			this.fifo.pass(Duration.ofMillis(10));
			this.fifo.lose(connection);
		}
		assertThat(this.fifo.givenUp).isEmpty();
	}

	@Test
	void keysMatchInAnyOrder() {
		RequestWorld world = new RequestWorld(RequestsTests.policy(Correlation.KEY));
		RequestConnection connection = world.connect();
		CompletableFuture<Message<?>> one = world.request("1");
		CompletableFuture<Message<?>> other = world.request("2");
		world.write(connection);
		world.receive(connection, "2");
		assertThat(one).isNotDone();
		assertThat(RequestWorld.reply(other)).isEqualTo("2");
		world.receive(connection, "3");
		assertThat(world.inbound()).containsExactly("3");
	}

	@Test
	void keyUnderWayIsRefused() {
		RequestWorld world = new RequestWorld(RequestsTests.policy(Correlation.KEY));
		CompletableFuture<Message<?>> first = world.request("1");
		assertThat(RequestWorld.reason(world.request("1"))).isEqualTo(Reason.DUPLICATE_KEY);
		world.pass(TIMEOUT);
		assertThat(first).isDone();
		assertThat(world.request("1")).as("free again").isNotDone();
	}

	@Test
	void requestWithoutKeyIsRefused() {
		RequestWorld world = new RequestWorld(
				new RequestPolicy(Correlation.KEY, TIMEOUT, 4, 0, (message) -> null, Message::getPayload));
		assertThat(RequestWorld.reason(world.request("1"))).isEqualTo(Reason.NO_KEY);
	}

	@Test
	void failingKeysAreToldOnTheWayOutAndNoReplyOnTheWayIn() {
		RequestWorld world = new RequestWorld(new RequestPolicy(Correlation.KEY, TIMEOUT, 4, 0,
				(message) -> Integer.valueOf((String) message.getPayload()),
				(message) -> Integer.valueOf((String) message.getPayload())));
		RequestConnection connection = world.connect();
		assertThat(RequestWorld.failure(world.request("x"))).hasCauseInstanceOf(NumberFormatException.class);
		CompletableFuture<Message<?>> request = world.request("01");
		world.write(connection);
		world.receive(connection, "y");
		world.receive(connection, "1");
		assertThat(world.inbound()).containsExactly("y");
		assertThat(RequestWorld.reply(request)).isEqualTo("1");
	}

	@Test
	void singleSendsTheNextWhenTheReplyIsThere() {
		RequestConnection connection = this.single.connect();
		CompletableFuture<Message<?>> one = this.single.request("1");
		CompletableFuture<Message<?>> other = this.single.request("2");
		this.single.write(connection);
		assertThat(this.single.written).containsExactly("1");
		this.single.receive(connection, "to 1");
		this.single.write(connection);
		assertThat(this.single.written).containsExactly("1", "2");
		this.single.receive(connection, "to 2");
		assertThat(RequestWorld.reply(one)).isEqualTo("to 1");
		assertThat(RequestWorld.reply(other)).isEqualTo("to 2");
	}

	@Test
	void singleGivesTheConnectionUpWhenTheReplyIsOverdue() {
		RequestConnection connection = this.single.connect();
		CompletableFuture<Message<?>> overdue = this.single.request("1", SHORT);
		CompletableFuture<Message<?>> next = this.single.request("2");
		this.single.write(connection);
		this.single.pass(Duration.ofMillis(10));
		assertThat(RequestWorld.reason(overdue)).isEqualTo(Reason.TIMEOUT);
		assertThat(this.single.givenUp).containsExactly(connection);
		this.single.receive(connection, "to 1");
		assertThat(this.single.inbound()).containsExactly("to 1");
		assertThat(this.single.buffer).as("waits for the next connection").isEmpty();
		this.single.lose(connection);
		RequestConnection successor = this.single.connect();
		this.single.write(successor);
		this.single.receive(successor, "to 2");
		assertThat(RequestWorld.reply(next)).isEqualTo("to 2");
	}

	@Test
	void singleTimesOutWhatWaitsForItsTurn() {
		CompletableFuture<Message<?>> one = this.single.request("1");
		CompletableFuture<Message<?>> waiting = this.single.request("2", SHORT);
		this.single.pass(Duration.ofMillis(10));
		assertThat(RequestWorld.reason(waiting)).isEqualTo(Reason.TIMEOUT);
		assertThat(one).isNotDone();
		assertThat(this.single.givenUp).isEmpty();
		RequestConnection connection = this.single.connect();
		this.single.write(connection);
		this.single.receive(connection, "to 1");
		assertThat(RequestWorld.reply(one)).isEqualTo("to 1");
		assertThat(this.single.buffer).isEmpty();
	}

	@Test
	void singleGoesOnAfterARefusal() {
		CompletableFuture<Message<?>> one = this.single.request("1");
		CompletableFuture<Message<?>> next = this.single.request("2");
		this.single.buffer.remove().notSent(new IllegalStateException("dropped"));
		this.single.settle();
		assertThat(RequestWorld.reason(one)).isEqualTo(Reason.REFUSED);
		RequestConnection connection = this.single.connect();
		this.single.write(connection);
		this.single.receive(connection, "to 2");
		assertThat(RequestWorld.reply(next)).isEqualTo("to 2");
	}

	@Test
	void singleGoesOnWithTheOthersWhenTheConnectionIsLost() {
		RequestConnection connection = this.single.connect();
		CompletableFuture<Message<?>> one = this.single.request("1");
		CompletableFuture<Message<?>> next = this.single.request("2");
		this.single.write(connection);
		this.single.lose(connection);
		assertThat(RequestWorld.reason(one)).isEqualTo(Reason.DISCONNECTED);
		RequestConnection successor = this.single.connect();
		this.single.write(successor);
		this.single.receive(successor, "to 2");
		assertThat(RequestWorld.reply(next)).isEqualTo("to 2");
	}

}
