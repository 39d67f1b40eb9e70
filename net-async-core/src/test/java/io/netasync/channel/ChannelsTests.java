package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what the channels of a client say about messages that can't be sent or
 * handled, and about its connection.
 *
 * @author net-async
 */
@Timeout(60)
class ChannelsTests {

	private final TestNetAsync net = new TestNetAsync();

	private final Channels channels = TestNetAsync.channels();

	private final List<Message<?>> errors = new CopyOnWriteArrayList<>();

	private final List<Object> statuses = TestNetAsync.collect(this.channels.status());

	@AfterEach
	void close() {
		this.net.close();
	}

	@Test
	void aMessageTooLargeIsRefusedToItsSenderAndTheConnectionLives() throws Exception {
		List<String> received = TestSpecs.texts(this.channels);
		NetAsyncClient client = echoed(TestSpecs.maxSize(1000));
		refused(new GenericMessage<>(new byte[1001]), "1001");
		assertThat(client.send(new byte[1001]).toCompletableFuture().join()).isInstanceOf(SendResult.Failed.class);
		this.channels.outbound().send(new GenericMessage<>("fine"));
		Awaitility.await().until(() -> received.equals(List.of("fine")));
		assertThat(this.statuses).containsExactly(ConnectionStatus.CONNECTED);
		assertThat(client.snapshot().ledger().accepted()).isEqualTo(1);
	}

	@Test
	void aPayloadThatHasNoBytesIsToldToTheCallerAndToErrors() throws Exception {
		List<String> received = TestSpecs.texts(this.channels);
		echoed(ConnectionSpec.defaults());
		refused(new GenericMessage<>(42), "java.lang.Integer");
		this.channels.outbound().send(new GenericMessage<>("fine"));
		Awaitility.await().until(() -> received.equals(List.of("fine")));
	}

	private void refused(Message<?> message, String why) {
		assertThatExceptionOfType(SendFailedException.class).isThrownBy(() -> this.channels.outbound().send(message))
			.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOf(FrameException.class).hasMessageContaining(why));
		Awaitility.await().until(() -> this.errors.size() == 1);
		ErrorMessage error = (ErrorMessage) this.errors.get(0);
		assertThat(error.getPayload()).hasCauseInstanceOf(FrameException.class);
		assertThat(error.getOriginalMessage()).isSameAs(message);
		assertThat(error.getHeaders()).containsEntry(NetAsyncHeaders.NAME, "feed");
	}

	@Test
	void aFailingHandlerIsToldToErrorsAndTheConnectionLives() throws Exception {
		List<String> received = new CopyOnWriteArrayList<>();
		((SubscribableChannel) this.channels.inbound()).subscribe((message) -> {
			String text = TestSpecs.text(message);
			if (text.equals("bad")) {
				throw new IllegalStateException("can't handle it");
			}
			received.add(text);
		});
		echoed(ConnectionSpec.defaults());
		List.of("1", "bad", "2").forEach((text) -> this.channels.outbound().send(new GenericMessage<>(text)));
		Awaitility.await().until(() -> received.equals(List.of("1", "2")));
		assertThat(this.errors).singleElement()
			.satisfies((error) -> assertThat((Throwable) error.getPayload()).hasRootCauseMessage("can't handle it"));
		assertThat(this.statuses).containsExactly(ConnectionStatus.CONNECTED);
	}

	@Test
	void bytesThatAreNoFrameAreToldToErrors() {
		this.channels.errors().subscribe(this.errors::add);
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			this.net.client(TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(peer.port())), this.channels);
			peer.accept().sendHex("7fffffff").expectClosed();
			Awaitility.await().until(() -> this.errors.size() == 1);
			assertThat(this.errors.get(0).getPayload()).isInstanceOf(FrameException.class);
			peer.accept().sendHex("80000000").expectClosed();
			Awaitility.await().until(() -> this.errors.size() == 2);
		}
	}

	@Test
	void statusesComeInOrderWithTheTraffic() throws Exception {
		List<Object> inbound = new CopyOnWriteArrayList<>();
		((SubscribableChannel) this.channels.inbound())
			.subscribe((message) -> inbound.add((message.getPayload() instanceof byte[] bytes)
					? new String(bytes, StandardCharsets.UTF_8) : message.getPayload()));
		boolean statusInInbound = true;
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			NetAsyncClient client = this.net.client(
					TestSpecs.client(TestSpecs.connection(statusInInbound), TestSpecs.at(peer.port())), this.channels);
			peer.accept().sendFrame("1").sendFrame("2").close();
			peer.accept().sendFrame("3").halfClose();
			Awaitility.await().until(() -> inbound.size() >= 8);
			client.close();
		}
		assertThat(inbound.subList(0, 7)).containsExactly(ConnectionStatus.CONNECTED, "1", "2",
				ConnectionStatus.DISCONNECTED, ConnectionStatus.CONNECTED, "3", ConnectionStatus.DISCONNECTED);
		assertThat(inbound).endsWith(ConnectionStatus.CLOSED);
		assertThat(inbound.stream().filter(ConnectionStatus.class::isInstance)).isEqualTo(this.statuses);
	}

	@Test
	void aBlockedHandlerStopsNeitherHeartbeatsNorTheReconnect() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		List<String> received = new CopyOnWriteArrayList<>();
		((SubscribableChannel) this.channels.inbound()).subscribe((message) -> {
			blocked.countDown();
			await(release);
			received.add(TestSpecs.text(message));
		});
		ConnectionSpec beating = TestSpecs.heartbeats(200, 1500);
		NetAsyncServer server = this.net.echo(TestSpecs.server(beating, 0, 10));
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient client = this.net.client(TestSpecs.client(beating, TestSpecs.at(proxy.port())),
					this.channels);
			TestSpecs.numbers(0, 100).forEach(client::send);
			blocked.await();
			Awaitility.await()
				.during(Duration.ofMillis(3000))
				.until(() -> client.state() == ConnectionState.CONNECTED && server.connections().size() == 1);
			assertThat(client.snapshot().connects()).isEqualTo(1);
			proxy.cut();
			Awaitility.await().until(() -> client.snapshot().connects() == 2);
			client.send("100");
			assertThat(received).isEmpty();
			release.countDown();
			Awaitility.await().until(() -> received.equals(TestSpecs.numbers(0, 101)));
			assertThat(this.net.events(NetAsyncEvent.HeartbeatTimedOut.class)).isEmpty();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private NetAsyncClient echoed(ConnectionSpec spec) throws InterruptedException {
		this.channels.errors().subscribe(this.errors::add);
		NetAsyncServer server = this.net.echo(TestSpecs.server());
		NetAsyncClient client = this.net.client(TestSpecs.client(spec, TestSpecs.at(server.port())), this.channels);
		assertThat(client.awaitConnected(Duration.ofSeconds(5))).isTrue();
		return client;
	}

}
