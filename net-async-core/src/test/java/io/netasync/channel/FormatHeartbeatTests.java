package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.channel.PayloadSpec.Conversion;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.frame.LineEnding;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.integration.ip.tcp.serializer.ByteArrayCrLfSerializer;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Heartbeats in the formats that have no empty frame: with a probe, and without.
 *
 * @author net-async
 */
@Timeout(60)
class FormatHeartbeatTests {

	private static final Duration QUIET = Duration.ofMillis(700);

	private final TestNetAsync net = new TestNetAsync();

	@AfterEach
	void close() {
		this.net.close();
	}

	static Stream<Arguments> probes() {
		return Stream.of(Arguments.of(Kind.AUTO, format(Format.LINE), "PING", "PING\n"),
				Arguments.of(Kind.NET, format(Format.LINE), "PING", "PING\n"),
				Arguments.of(Kind.AUTO, format(Format.RAW), "\n", "\n"),
				Arguments.of(Kind.AUTO, format(Format.STX_ETX), "", "\2\3"),
				Arguments.of(Kind.AUTO, format(Format.NODE_IPC), "ping", "{\"type\":\"ping\",\"data\":{}}\f"),
				Arguments.of(Kind.AUTO, fixed(), "PING", "PING"), Arguments.of(Kind.AUTO, own(), "PING", "PING\r\n"));
	}

	private static Consumer<FrameBuilder> format(Format format) {
		return (frame) -> frame.format(format);
	}

	private static Consumer<FrameBuilder> fixed() {
		return (frame) -> frame.format(Format.FIXED).size(DataSize.ofBytes(4));
	}

	private static Consumer<FrameBuilder> own() {
		ByteArrayCrLfSerializer crLf = new ByteArrayCrLfSerializer();
		return (frame) -> frame.serializer(crLf).deserializer(crLf);
	}

	@ParameterizedTest
	@MethodSource("probes")
	void aProbeIsSentWhenIdleAndNotDelivered(Kind kind, Consumer<FrameBuilder> format, String probe, String wire) {
		Channels channels = TestNetAsync.channels();
		List<Object> received = TestNetAsync.collect(channels.inbound());
		byte[] bytes = wire.getBytes(StandardCharsets.UTF_8);
		int port = server(channels, kind, format, probe);
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(port))) {
			for (int i = 0; i < 8; i++) {
				peer.expect(bytes).send(bytes);
			}
		}
		Awaitility.await().until(() -> !this.net.events(NetAsyncEvent.Disconnected.class).isEmpty());
		assertThat(received).isEmpty();
		assertThat(reasons()).containsExactly(DisconnectReason.PEER_CLOSED);
	}

	@ParameterizedTest
	@MethodSource("probes")
	void aSilentPeerIsDeadWhereThereIsAProbe(Kind kind, Consumer<FrameBuilder> format, String probe) {
		int port = server(TestNetAsync.channels(), kind, format, probe);
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(port))) {
			peer.receiveUntilClosed();
		}
		Awaitility.await().until(() -> !this.net.events(NetAsyncEvent.Disconnected.class).isEmpty());
		assertThat(reasons()).containsExactly(DisconnectReason.HEARTBEAT_TIMEOUT);
	}

	@Test
	void withoutAProbeNothingIsSentAndSilenceIsNoFault() {
		int port = server(TestNetAsync.channels(), Kind.AUTO, format(Format.LINE), null);
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(port))) {
			peer.expectSilence(QUIET);
			assertThat(reasons()).isEmpty();
		}
	}

	private int server(Channels channels, Kind kind, Consumer<FrameBuilder> format, String probe) {
		FrameBuilder builder = new FrameBuilder(WireSpec.defaults().frame());
		format.accept(builder);
		WireSpec wire = TestSpecs.wire(builder.build(), probe);
		ConnectionSpec spec = TestSpecs.with(TestSpecs.heartbeats(100, 500), kind, wire);
		return this.net.server(TestSpecs.server(spec, 0, 10), channels).port();
	}

	private List<DisconnectReason> reasons() {
		return this.net.events(NetAsyncEvent.Disconnected.class)
			.stream()
			.map(NetAsyncEvent.Disconnected::reason)
			.toList();
	}

	@Test
	void aProbeIsInTheCharsetOfTheFrames() {
		FrameBuilder latin = new FrameBuilder(WireSpec.defaults().frame()).format(Format.LINE)
			.charset(StandardCharsets.ISO_8859_1);
		assertThat(latin.build().frames("caf\u00e9").heartbeat())
			.isEqualTo("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
		assertThatIllegalArgumentException().isThrownBy(() -> latin.build().frames("\u20ac"))
			.withMessageContaining("'heartbeat.probe' must be a payload of the format");
	}

	@Test
	void jsonThatNothingTellsApartIsRefused() {
		WireSpec wire = WireSpec.defaults();
		FrameBuilder raw = new FrameBuilder(wire.frame()).format(Format.RAW);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WireSpec(raw.build(), PayloadSpec.defaults().with(Conversion.JSON), null))
			.withMessage(
					"'payload' must not be json with 'frame.format: raw', where nothing tells one message from the next");
	}

	@Test
	void refusesAProbeThatCanNotBe() {
		WireSpec wire = WireSpec.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> TestSpecs.wire(wire.frame(), "PING"))
			.withMessage(
					"'heartbeat.probe' must not be set with 'frame.format: length-header', which sends the empty frame");
		FrameBuilder line = new FrameBuilder(wire.frame()).format(Format.LINE).lineEnding(LineEnding.CRLF);
		assertThatIllegalArgumentException().isThrownBy(() -> TestSpecs.wire(line.build(), "two\nlines"))
			.withMessageContaining("'heartbeat.probe' must be a payload of the format")
			.withMessageContaining("CR or LF");
		FrameBuilder nodeIpc = new FrameBuilder(wire.frame()).format(Format.NODE_IPC);
		assertThatIllegalArgumentException().isThrownBy(() -> TestSpecs.wire(nodeIpc.build(), "\"quoted\""))
			.withMessageContaining("must be the type of a message");
	}

}
