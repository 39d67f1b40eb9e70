package io.netasync.zeromq;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.request.RequestOptions;
import io.netasync.zeromq.Interop.Binder;
import io.netasync.zeromq.ZeroMqSpec.Requests;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of libzmq and of our sockets going away, coming back, and standing still.
 *
 * @author net-async
 */
@RequiresLibzmq
@Timeout(60)
class LibzmqRestartTests {

	private final Interop interop = new Interop();

	private final List<Object> statuses = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.interop.close();
	}

	private void quick(ZeroMqBuilder builder) {
		builder.reconnect(Duration.ofMillis(20), Duration.ofMillis(200))
			.handler(this.interop.received()::add)
			.channels((channels) -> channels.status()
				.subscribe((message) -> this.statuses.add(message.getPayload().toString())));
	}

	private <E> void awaitEvents(Class<E> type, int count) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.interop.zmq().events()).filteredOn(type::isInstance)
				.hasSizeGreaterThanOrEqualTo(count));
	}

	private void awaitReceived() {
		this.interop.received().clear();
		Awaitility.await().until(() -> !this.interop.received().isEmpty());
	}

	@Test
	void whatIsSentGoesToAPeerThatWasKilledAndStartedAgain() {
		this.interop.open(Binder.LIBZMQ, ZeroMqType.PUSH, this::quick, "type=PULL", "do=receive", "count=1");
		this.interop.socket().send(Numbered.payload(0));
		this.interop.peer().awaitDone(1);
		this.interop.peer().close();
		awaitEvents(NetAsyncEvent.ReconnectScheduled.class, 1);
		CompletableFuture<?> waiting = this.interop.socket().send(Numbered.payload(0)).toCompletableFuture();
		assertThat(waiting).isNotDone();
		LibzmqPeer again = this.interop.start("bind=" + this.interop.peer().address(), "type=PULL", "do=receive",
				"count=1");
		again.awaitDone(1);
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
		awaitEvents(NetAsyncEvent.Connected.class, 2);
		awaitEvents(NetAsyncEvent.Disconnected.class, 1);
		assertThat(this.statuses).startsWith("CONNECTED", "DISCONNECTED", "CONNECTED");
		assertThat(this.interop.socket().snapshot().disconnects()).isEqualTo(1);
	}

	@Test
	void aPeerThatWasKilledConnectsAgain() {
		this.interop.open(Binder.OURS, ZeroMqType.PULL, this::quick, "type=PUSH", "do=send", "wait=true");
		awaitReceived();
		this.interop.peer().close();
		awaitEvents(NetAsyncEvent.Disconnected.class, 1);
		this.interop.start("connect=" + TestZeroMq.address(this.interop.socket()), "type=PUSH", "do=send", "wait=true");
		awaitReceived();
		awaitEvents(NetAsyncEvent.ConnectionAccepted.class, 2);
		assertThat(this.interop.socket().snapshot().connections()).isEqualTo(1);
		assertThat(this.statuses).startsWith("CONNECTED", "CLOSED", "CONNECTED");
	}

	@ParameterizedTest
	@EnumSource
	void ourSocketIsClosedAndOpenedAgain(Binder binder) {
		this.interop.open(binder, ZeroMqType.PULL, this::quick, "type=PUSH", "do=send", "wait=true", "count=100");
		String ours = (binder == Binder.OURS) ? TestZeroMq.address(this.interop.socket()) : "";
		awaitReceived();
		this.interop.socket().close();
		this.interop.zmq().open(Interop.OURS, ZeroMqType.PULL, (builder) -> {
			quick(builder);
			if (binder == Binder.OURS) {
				builder.bind(ours);
			}
			else {
				builder.connect(this.interop.peer().address());
			}
		});
		awaitReceived();
		this.interop.peer().go();
		this.interop.peer().awaitDone(100);
		Awaitility.await().until(() -> Numbered.text(this.interop.received().getLast()).equals(Numbered.text(99)));
	}

	@Test
	void anIdempotentRequestSurvivesTheRestartOfItsPeer() {
		this.interop.open(Binder.LIBZMQ, ZeroMqType.REQ, (builder) -> {
			quick(builder);
			builder.requests(new Requests(Duration.ofSeconds(20), 10, Duration.ofMillis(300), 50));
		}, "type=REP", "do=echo");
		String address = this.interop.peer().address();
		this.interop.peer().close();
		CompletableFuture<Message<?>> reply = this.interop.socket()
			.request(new GenericMessage<>("question"), RequestOptions.within(Duration.ofSeconds(20)).asIdempotent())
			.toCompletableFuture();
		this.interop.start("bind=" + address, "type=REP", "do=echo");
		assertThat(reply.orTimeout(20, TimeUnit.SECONDS).thenApply(Numbered::text).join()).isEqualTo("question");
	}

	@ParameterizedTest
	@EnumSource
	void aPeerThatStandsStillIsGivenUp(Binder binder) throws Exception {
		this.interop.open(binder, ZeroMqType.DEALER, (builder) -> {
			quick(builder);
			builder.heartbeat(Duration.ofMillis(100), Duration.ofMillis(400));
		}, "type=DEALER", "do=echo");
		this.interop.socket().send("before");
		awaitReceived();
		this.interop.peer().signal("STOP");
		Awaitility.await()
			.atMost(Duration.ofSeconds(3))
			.untilAsserted(() -> assertThat(this.interop.zmq().events())
				.anySatisfy((event) -> assertThat(event).isInstanceOfSatisfying(NetAsyncEvent.Disconnected.class,
						(gone) -> assertThat(gone.reason()).isEqualTo(DisconnectReason.CONNECTION_LOST))));
		this.interop.peer().signal("CONT");
		Awaitility.await().until(() -> {
			this.interop.socket().send("after");
			return this.interop.received().stream().map(Numbered::text).anyMatch("after"::equals);
		});
	}

	@ParameterizedTest
	@EnumSource
	void heartbeatsOfLibzmqAreAnswered(Binder binder) {
		this.interop.open(binder, ZeroMqType.DEALER, this::quick, "type=DEALER", "do=echo", "heartbeat=300");
		this.interop.socket().send("before");
		awaitReceived();
		Awaitility.await()
			.during(Duration.ofSeconds(1))
			.until(() -> this.interop.socket().snapshot().disconnects() == 0);
	}

}
