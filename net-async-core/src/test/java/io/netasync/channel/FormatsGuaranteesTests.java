package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netasync.channel.PayloadSpec.Conversion;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.frame.FrameException;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Formats" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class FormatsGuaranteesTests extends GuaranteesFixture {

	private final List<Object> inbound = new CopyOnWriteArrayList<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private NetAsyncServer jsonInLines() {
		return server((options) -> options.frame((frame) -> frame.format(Format.LINE).maxSize(DataSize.ofBytes(20)))
			.payload(Conversion.JSON)
			.channels((channels) -> {
				channels.subscribe((message) -> this.inbound.add(message.getPayload()));
				channels.errors().subscribe(this::failed);
			}));
	}

	private void failed(Message<?> message) {
		Throwable failure = ((ErrorMessage) message).getPayload();
		this.errors.add((failure.getCause() != null) ? failure.getCause() : failure);
	}

	private ScriptedConnection connect(NetAsyncServer server) {
		return ScriptedPeer.connect(TestSpecs.address(server.port())).timeout(SOON);
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void bytesThatAreNoFrameEndTheirConnection() {
		try (ScriptedConnection peer = connect(jsonInLines())) {
			peer.send(text("[1]\n[\"far more than twenty bytes\"]\n[2]\n"));
			peer.expectClosed();
		}
		await(() -> !this.net.events(Disconnected.class).isEmpty());
		assertThat(this.net.events(Disconnected.class)).extracting(Disconnected::reason)
			.containsExactly(DisconnectReason.FRAME_ERROR);
		assertThat(this.inbound).containsExactly(List.of(1));
	}

	@Test
	void aFrameThatMeansNothingGoesToTheErrorsAndItsConnectionLives() {
		NetAsyncServer server = jsonInLines();
		try (ScriptedConnection peer = connect(server)) {
			peer.send(text("[1]\n[2\n[3]\n"));
			await(() -> this.inbound.size() == 2);
			assertThat(this.inbound).containsExactly(List.of(1), List.of(3));
			assertThat(this.errors).singleElement().isInstanceOf(FrameException.class);
			assertThat(server.connections()).hasSize(1);
		}
	}

	@Test
	void aPayloadThatCantBeSentIsRefusedToItsSender() {
		NetAsyncClient client = unconnected((options) -> options.payload(Conversion.JSON));
		Map<String, Object> endless = new HashMap<>();
		endless.put("again", endless);
		assertThat(get(client.send(endless))).isInstanceOfSatisfying(SendResult.Failed.class,
				(failed) -> assertThat(failed.cause()).isInstanceOf(FrameException.class));
		assertThat(client.snapshot().ledger().accepted()).isZero();
	}

	@Test
	void aPayloadThatWouldArriveAsSeveralIsRefused() {
		NetAsyncClient client = unconnected((options) -> options.frame((frame) -> frame.format(Format.LINE)));
		assertThat(get(client.send("two\nlines"))).isInstanceOfSatisfying(SendResult.Failed.class,
				(failed) -> assertThat(((FrameException) failed.cause()).reason())
					.isEqualTo(FrameException.Reason.AMBIGUOUS));
	}

	@Test
	void aFrameIsDeliveredAsSoonAsItIsComplete() {
		try (ScriptedConnection peer = connect(jsonInLines())) {
			peer.send(text("[1]\n[2"));
			await(() -> this.inbound.equals(List.of(List.of(1))));
			peer.send(text("]\n"));
			await(() -> this.inbound.equals(List.of(List.of(1), List.of(2))));
		}
	}

}
