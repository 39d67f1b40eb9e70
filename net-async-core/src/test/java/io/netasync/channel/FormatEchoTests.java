package io.netasync.channel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.DelimiterSerializer;
import io.netasync.frame.Endianness;
import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.frame.LineEnding;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.serializer.DefaultDeserializer;
import org.springframework.core.serializer.DefaultSerializer;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayCrLfSerializer;
import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Clients and servers of every format talking over loopback, on Netty and on Spring
 * Integration's own sockets, and those of an application's own formats.
 *
 * @author net-async
 */
@Timeout(60)
class FormatEchoTests {

	private final TestNetAsync net = new TestNetAsync();

	@AfterEach
	void close() {
		this.net.close();
	}

	static Stream<Arguments> formats() {
		List<Consumer<FrameBuilder>> formats = List.of(
				(frame) -> frame.headerSize(8).byteOrder(Endianness.LITTLE_ENDIAN), (frame) -> frame.format(Format.RAW),
				(frame) -> frame.format(Format.RAW).chunkSize(DataSize.ofBytes(3)),
				(frame) -> frame.format(Format.LINE).lineEnding(LineEnding.CRLF),
				(frame) -> frame.format(Format.DELIMITER).delimiter("\\r\\n.\\r\\n"),
				(frame) -> frame.format(Format.STX_ETX),
				(frame) -> frame.format(Format.FIXED).size(DataSize.ofBytes(12)),
				(frame) -> frame.format(Format.VARINT), (frame) -> frame.format(Format.NODE_IPC),
				(frame) -> custom(frame, new ByteArrayCrLfSerializer()));
		return formats.stream()
			.flatMap((format) -> Stream.of(Kind.AUTO, Kind.NET).map((kind) -> Arguments.of(kind, format)));
	}

	private static <T extends Serializer<?> & Deserializer<?>> void custom(FrameBuilder frame, T both) {
		frame.serializer(both).deserializer(both);
	}

	@ParameterizedTest
	@MethodSource("formats")
	void messagesGoThereAndBack(Kind kind, Consumer<FrameBuilder> format) {
		Channels echo = TestNetAsync.channels();
		((SubscribableChannel) echo.inbound()).subscribe(echo.outbound()::send);
		Channels channels = TestNetAsync.channels();
		List<String> received = TestSpecs.texts(channels);
		NetAsyncServer server = server(echo, kind, format);
		client(channels, server.port(), kind, format);
		List<String> sent = Stream.iterate(0, (i) -> i + 1).limit(300).map("msg-%08d"::formatted).toList();
		sent.forEach((text) -> channels.outbound().send(new GenericMessage<>(text)));
		String all = String.join("", sent);
		Awaitility.await().until(() -> String.join("", received).length() == all.length());
		assertThat(String.join("", received)).isEqualTo(all);
		if (!format(format).name().equals("RAW")) {
			assertThat(received).isEqualTo(sent);
		}
	}

	private static Format format(Consumer<FrameBuilder> format) {
		return frame(format).wire().frame().format();
	}

	private static ConnectionSpec frame(Consumer<FrameBuilder> format) {
		FrameBuilder builder = new FrameBuilder(WireSpec.defaults().frame());
		format.accept(builder);
		return TestSpecs.connection(TestSpecs.wire(builder.build(), null));
	}

	private NetAsyncServer server(Channels channels, Kind kind, Consumer<FrameBuilder> format) {
		return this.net.server(TestSpecs.server(TestSpecs.with(frame(format), kind), 0, 10), channels);
	}

	private NetAsyncClient client(Channels channels, int port, Kind kind, Consumer<FrameBuilder> format) {
		return this.net.client(TestSpecs.client(TestSpecs.with(frame(format), kind), TestSpecs.at(port)), channels);
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NET", "NIO" })
	void linesEndAsTheyLikeAndTheLastNeedNot(Kind kind) {
		Channels channels = TestNetAsync.channels();
		List<String> lines = TestSpecs.texts(channels);
		List<Object> statuses = TestNetAsync.collect(channels.status());
		NetAsyncServer server = server(channels, kind, (frame) -> frame.format(Format.LINE));
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			peer.send("one\r".getBytes(StandardCharsets.UTF_8));
			Awaitility.await().until(() -> lines.size() == 1);
			peer.send("\n\ntwo\r\rthree".getBytes(StandardCharsets.UTF_8)).halfClose();
			Awaitility.await().until(() -> statuses.contains(ConnectionStatus.CLOSED));
		}
		assertThat(lines).containsExactlyInAnyOrder("one", "", "two", "", "three");
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class)).singleElement()
			.satisfies((event) -> assertThat(event.reason()).isEqualTo(DisconnectReason.PEER_CLOSED));
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NET" })
	void aLineThatAResetCutsOffIsNoMessage(Kind kind) {
		Channels channels = TestNetAsync.channels();
		List<String> lines = TestSpecs.texts(channels);
		List<Object> statuses = TestNetAsync.collect(channels.status());
		NetAsyncServer server = server(channels, kind, (frame) -> frame.format(Format.LINE));
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			peer.send("one\ndelete /tmp".getBytes(StandardCharsets.UTF_8));
			Awaitility.await().until(() -> lines.size() == 1);
			peer.reset();
			Awaitility.await().until(() -> statuses.contains(ConnectionStatus.CLOSED));
		}
		assertThat(lines).containsExactly("one");
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class)).singleElement()
			.satisfies((event) -> assertThat(event.reason()).isEqualTo(DisconnectReason.CONNECTION_LOST));
	}

	@Test
	void aCodecOfTheApplicationThatIsAFramingRunsOnNetty() {
		Channels channels = TestNetAsync.channels();
		List<String> received = TestSpecs.texts(channels);
		ConnectionSpec spec = frame((frame) -> custom(frame, new Semicolons()));
		assertThat(spec.kind()).isEqualTo(Kind.NETTY);
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			this.net.client(TestSpecs.client(spec, TestSpecs.at(peer.port())), channels);
			channels.outbound().send(new GenericMessage<>("to you"));
			peer.accept()
				.expect("to you;".getBytes(StandardCharsets.UTF_8))
				.send("to;me;".getBytes(StandardCharsets.UTF_8));
			Awaitility.await().until(() -> received.equals(List.of("to", "me")));
		}
	}

	@Test
	void aBlockingDeserializerOfTheApplicationWorksUnchanged() {
		Channels echo = TestNetAsync.channels();
		((SubscribableChannel) echo.inbound()).subscribe(echo.outbound()::send);
		Channels channels = TestNetAsync.channels();
		List<Object> received = TestNetAsync.collect(channels.inbound());
		NetAsyncServer server = server(echo, Kind.AUTO, FormatEchoTests::quotes);
		NetAsyncClient client = client(channels, server.port(), Kind.AUTO, FormatEchoTests::quotes);
		List<Quote> sent = Stream.iterate(1L, (i) -> i + 1).limit(200).map((i) -> new Quote("ACME" + i, i)).toList();
		sent.forEach((quote) -> channels.outbound().send(new GenericMessage<>(quote)));
		Awaitility.await().until(() -> received.size() == sent.size());
		assertThat(received).isEqualTo(sent);
		client.close();
		Awaitility.await().until(() -> this.net.events(NetAsyncEvent.Disconnected.class).size() == 2);
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class)).extracting(NetAsyncEvent.Disconnected::reason)
			.containsExactlyInAnyOrder(DisconnectReason.LOCAL_CLOSE, DisconnectReason.PEER_CLOSED);
	}

	private static void quotes(FrameBuilder frame) {
		frame.serializer(new QuoteSerializer()).deserializer(new QuoteDeserializer());
	}

	@Test
	void errorsOfASerializerReachTheSender() {
		Channels channels = TestNetAsync.channels();
		NetAsyncServer server = server(TestNetAsync.channels(), Kind.AUTO, FormatEchoTests::quotes);
		NetAsyncClient client = client(channels, server.port(), Kind.AUTO, FormatEchoTests::quotes);
		assertRefused(client.send(new Quote("", 1)), Reason.UNSUPPORTED_TYPE, "no symbol");
		assertRefused(client.send("no quote"), Reason.UNSUPPORTED_TYPE, "java.lang.String");
		assertThat(client.send(new Quote("ACME", 1)).toCompletableFuture().join().isWritten()).isTrue();
	}

	private static void assertRefused(CompletionStage<SendResult> sending, Reason reason, String why) {
		assertThat(sending.toCompletableFuture().join()).isInstanceOfSatisfying(SendResult.Failed.class,
				(failed) -> assertThat(failed.cause()).hasMessageContaining(why)
					.isInstanceOfSatisfying(FrameException.class, (ex) -> assertThat(ex.reason()).isEqualTo(reason)));
	}

	@Test
	void aDeserializerThatThrowsEndsItsConnectionAndNoOther() {
		Channels channels = TestNetAsync.channels();
		List<Object> received = TestNetAsync.collect(channels.inbound());
		List<Message<?>> errors = new CopyOnWriteArrayList<>();
		channels.errors().subscribe(errors::add);
		NetAsyncServer server = server(channels, Kind.AUTO, FormatEchoTests::quotes);
		try (ScriptedConnection good = ScriptedPeer.connect(TestSpecs.address(server.port()));
				ScriptedConnection bad = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			bad.sendHex("0000 0000000000000001").expectClosed();
			good.sendHex("0001 41 0000000000000001");
			Awaitility.await().until(() -> received.equals(List.of(new Quote("A", 1))) && errors.size() == 1);
		}
		assertThat(errors.get(0).getPayload()).isInstanceOf(FrameException.class);
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class).get(0).reason())
			.isEqualTo(DisconnectReason.FRAME_ERROR);
	}

	@Test
	void aStreamThatEndsInsideOfAFrameOfTheApplicationIsALostConnection() {
		NetAsyncServer server = server(TestNetAsync.channels(), Kind.AUTO, FormatEchoTests::quotes);
		try (ScriptedConnection peer = ScriptedPeer.connect(TestSpecs.address(server.port()))) {
			peer.sendHex("0001").halfClose();
			Awaitility.await().until(() -> !this.net.events(NetAsyncEvent.Disconnected.class).isEmpty());
		}
		assertThat(this.net.events(NetAsyncEvent.Disconnected.class).get(0).reason())
			.isEqualTo(DisconnectReason.CONNECTION_LOST);
	}

	@Test
	void refusesWhatCanNotBe() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TestSpecs.with(frame(FormatEchoTests::quotes), Kind.NETTY))
			.withMessageContaining("'transport' must not be netty");
		assertThatIllegalArgumentException().isThrownBy(
				() -> frame((frame) -> frame.serializer(new DefaultSerializer()).deserializer(new QuoteDeserializer())))
			.withMessageContaining("Java serialization");
		assertThatIllegalArgumentException().isThrownBy(
				() -> frame((frame) -> frame.serializer(new QuoteSerializer()).deserializer(new DefaultDeserializer())))
			.withMessageContaining("Java serialization");
		assertThatIllegalArgumentException().isThrownBy(() -> frame((frame) -> frame.delimiter("|")))
			.withMessage("'delimiter' must not be set with 'frame.format: length-header', which has no such option");
		assertThatIllegalArgumentException().isThrownBy(() -> frame((frame) -> frame.format(Format.FIXED)))
			.withMessage("'size' must be set with 'frame.format: fixed'");
	}

	/**
	 * A record of an application.
	 */
	record Quote(String symbol, long cents) {
	}

	/**
	 * Writes a quote the way applications do.
	 */
	private static final class QuoteSerializer implements Serializer<Quote> {

		@Override
		public void serialize(Quote quote, OutputStream out) throws IOException {
			if (quote.symbol().isEmpty()) {
				throw new IOException("no symbol");
			}
			DataOutputStream data = new DataOutputStream(out);
			data.writeUTF(quote.symbol());
			data.writeLong(quote.cents());
			data.flush();
		}

	}

	/**
	 * Reads a quote the way applications do.
	 */
	private static final class QuoteDeserializer implements Deserializer<Quote> {

		@Override
		public Quote deserialize(InputStream in) throws IOException {
			DataInputStream data = new DataInputStream(in);
			Quote quote = new Quote(data.readUTF(), data.readLong());
			if (quote.symbol().isEmpty()) {
				throw new IllegalStateException("no symbol");
			}
			return quote;
		}

	}

	/**
	 * A codec of an application.
	 */
	private static final class Semicolons extends DelimiterSerializer {

		Semicolons() {
			super(new byte[] { ';' }, 1000);
		}

	}

}
