package io.netasync.zeromq;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.netasync.buffer.DropReason;
import io.netasync.mailbox.SendResult;
import io.netasync.zeromq.Interop.Binder;
import io.netasync.zeromq.message.ZeroMqHeaders;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of publishers and subscribers, one of them libzmq's.
 *
 * @author net-async
 */
@RequiresLibzmq
@Timeout(60)
class LibzmqPubSubTests {

	private static final String PROBE = "probe";

	private final Interop interop = new Interop();

	@AfterEach
	void close() {
		this.interop.close();
	}

	private static Message<?> news(Object payload) {
		return new GenericMessage<>(payload, Map.of(ZeroMqHeaders.TOPIC, "news"));
	}

	/**
	 * Sends to the errors of nobody until somebody has subscribed.
	 */
	private void awaitSubscriber() {
		Message<?> probe = new GenericMessage<>(PROBE, Map.of(ZeroMqHeaders.TOPIC, "news"));
		Awaitility.await().until(() -> this.interop.socket().send(probe).toCompletableFuture().get().isWritten());
	}

	@ParameterizedTest
	@CsvSource({ "PUB,SUB,OURS", "PUB,SUB,LIBZMQ", "PUB,XSUB,OURS", "PUB,XSUB,LIBZMQ", "XPUB,SUB,OURS",
			"XPUB,SUB,LIBZMQ", "XPUB,XSUB,OURS", "XPUB,XSUB,LIBZMQ" })
	void libzmqGetsWhatItHasSubscribedTo(ZeroMqType ours, String theirs, Binder binder) throws Exception {
		this.interop.open(binder, ours,
				(builder) -> builder.option("xpub-nodrop", "true").handler(this.interop.received()::add),
				"type=" + theirs, "do=receive", "topic=news", "subscribe=news", count());
		awaitSubscriber();
		this.interop.sendAll((number) -> news(Numbered.payload(number)));
		this.interop.peer().awaitDone(Numbered.COUNT);
		if (ours == ZeroMqType.XPUB) {
			Message<?> subscription = this.interop.received().remove();
			assertThat(subscription.getHeaders()).containsEntry(ZeroMqHeaders.SUBSCRIBE, true);
			assertThat(Numbered.text(subscription)).isEqualTo("news");
		}
	}

	@ParameterizedTest
	@EnumSource
	void libzmqGetsNothingOfOtherTopics(Binder binder) throws Exception {
		this.interop.open(binder, ZeroMqType.PUB, "type=SUB", "do=receive", "topic=news", "subscribe=news",
				"count=100");
		awaitSubscriber();
		for (int number = 0; number < 100; number++) {
			Message<?> other = new GenericMessage<>("noise", Map.of(ZeroMqHeaders.TOPIC, "other"));
			assertThat(this.interop.socket().send(other).toCompletableFuture().get())
				.isEqualTo(SendResult.dropped(DropReason.UNHEARD));
			assertThat(this.interop.socket().send(news(Numbered.payload(number))).toCompletableFuture().get())
				.isEqualTo(SendResult.WRITTEN);
		}
		this.interop.peer().awaitDone(100);
	}

	@ParameterizedTest
	@CsvSource({ "SUB,PUB,OURS", "SUB,PUB,LIBZMQ", "SUB,XPUB,OURS", "SUB,XPUB,LIBZMQ", "XSUB,PUB,OURS",
			"XSUB,PUB,LIBZMQ", "XSUB,XPUB,OURS", "XSUB,XPUB,LIBZMQ" })
	void aSubscriberGetsWhatLibzmqPublishes(ZeroMqType ours, String theirs, Binder binder) {
		this.interop.open(binder, ours, (builder) -> builder.topics("news").handler(this.interop.received()::add),
				"type=" + theirs, "do=send", "topic=news", "wait=true", count());
		awaitPublished();
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	@ParameterizedTest
	@EnumSource
	void anXsubSubscribesByAMessage(Binder binder) {
		this.interop.open(binder, ZeroMqType.XSUB, "type=XPUB", "do=send", "topic=news", "wait=true", count());
		this.interop.zmq()
			.channels(Interop.OURS)
			.outbound()
			.send(new GenericMessage<>("news", Map.of(ZeroMqHeaders.SUBSCRIBE, true)));
		awaitPublished();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsUnsubscribedComesNoMore(Binder binder) {
		this.interop.open(binder, ZeroMqType.SUB,
				(builder) -> builder.topics("new").handler(this.interop.received()::add), "type=PUB", "do=send",
				"topic=news", "wait=true", count());
		Awaitility.await().until(() -> !this.interop.received().isEmpty());
		this.interop.socket().unsubscribe("new");
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> {
			boolean silent = this.interop.received().isEmpty();
			this.interop.received().clear();
			return silent;
		});
		this.interop.socket().subscribe("news");
		awaitPublished();
	}

	/**
	 * Waits for a probe, lets the publisher begin, and waits for all that it sends.
	 */
	private void awaitPublished() {
		Awaitility.await().until(() -> !this.interop.received().isEmpty());
		this.interop.peer().go();
		Awaitility.await().until(() -> Numbered.text(last()).equals(Numbered.text(Numbered.COUNT - 1)));
		List<Message<?>> messages = this.interop.received()
			.stream()
			.filter((message) -> !Numbered.text(message).equals(PROBE))
			.toList();
		assertThat(messages.stream().map(Numbered::text).toList())
			.isEqualTo(IntStream.range(0, Numbered.COUNT).mapToObj(Numbered::text).toList());
		assertThat(messages)
			.allSatisfy((message) -> assertThat(message.getHeaders()).containsEntry(ZeroMqHeaders.TOPIC, "news"));
	}

	private Message<?> last() {
		return this.interop.received().getLast();
	}

	private static String count() {
		return "count=" + Numbered.COUNT;
	}

}
