package io.netasync.zeromq.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.netasync.frame.FrameException;
import io.netasync.payload.BytesPayloads;
import io.netasync.payload.DecodedPayload;
import io.netasync.transport.ReceivedMessage;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link MultipartCodec}.
 *
 * @author net-async
 */
class MultipartCodecTests {

	private static MultipartCodec codec(ZeroMqType type) {
		return new MultipartCodec(type, false, new BytesPayloads());
	}

	private static List<String> encoded(ZeroMqType type, Object payload, Map<String, Object> headers)
			throws FrameException {
		Frames frames = (Frames) codec(type).encode(new GenericMessage<>(payload, headers));
		return Stream.of(frames.parts()).map(MultipartCodecTests::text).toList();
	}

	private static DecodedPayload decoded(ZeroMqType type, String... parts) throws FrameException {
		Frames frames = Frames.of(Stream.of(parts).map(MultipartCodecTests::bytes).toList());
		return codec(type).decode(new ReceivedMessage<>(frames, Map.of(), frames.size()));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String text(Object bytes) {
		return new String((byte[]) bytes, StandardCharsets.ISO_8859_1);
	}

	@Test
	void aPayloadIsOneFrameOrAFrameEach() throws FrameException {
		assertThat(encoded(ZeroMqType.PUSH, "text", Map.of())).containsExactly("text");
		assertThat(encoded(ZeroMqType.PUSH, bytes("bytes"), Map.of())).containsExactly("bytes");
		assertThat(encoded(ZeroMqType.PUSH, ByteBuffer.wrap(bytes("xbufferx"), 1, 6), Map.of()))
			.containsExactly("buffer");
		assertThat(encoded(ZeroMqType.PUSH, List.of("one", new byte[0], ByteBuffer.wrap(bytes("three"))), Map.of()))
			.containsExactly("one", "", "three");
		assertThat(encoded(ZeroMqType.PUSH, new Object[] { "one", "two" }, Map.of())).containsExactly("one", "two");
	}

	@Test
	void refusesWhatIsNoFrame() {
		for (Object payload : List.of(42, List.of(), List.of(42), Collections.singletonList(null), new Object[0])) {
			assertThatExceptionOfType(FrameException.class)
				.isThrownBy(() -> encoded(ZeroMqType.PUSH, payload, Map.of()));
		}
	}

	@Test
	void receivesOneFrameAsBytesAndSeveralAsAList() throws FrameException {
		assertThat(text(decoded(ZeroMqType.PULL, "one").value())).isEqualTo("one");
		assertThat((List<?>) decoded(ZeroMqType.PULL, "one", "", "three").value()).extracting(MultipartCodecTests::text)
			.containsExactly("one", "", "three");
	}

	@Test
	void aTopicIsAFrameOfItsOwn() throws FrameException {
		assertThat(encoded(ZeroMqType.PUB, "rain", Map.of(ZeroMqHeaders.TOPIC, "news"))).containsExactly("news",
				"rain");
		DecodedPayload news = decoded(ZeroMqType.SUB, "news", "rain");
		assertThat(text(news.value())).isEqualTo("rain");
		assertThat(news.headers()).isEqualTo(Map.of(ZeroMqHeaders.TOPIC, "news"));
		assertThat(decoded(ZeroMqType.SUB, "news rain").headers()).isEmpty();
	}

	@Test
	void subscriptionsAreMessages() throws FrameException {
		assertThat(decoded(ZeroMqType.XPUB, "\001news").headers()).isEqualTo(Map.of(ZeroMqHeaders.SUBSCRIBE, true));
		assertThat(text(decoded(ZeroMqType.XPUB, "\000news").value())).isEqualTo("news");
		assertThat(decoded(ZeroMqType.XPUB, "\002news").headers()).isEmpty();
		assertThat(encoded(ZeroMqType.XSUB, "news", Map.of(ZeroMqHeaders.SUBSCRIBE, true))).containsExactly("\001news");
		assertThat(encoded(ZeroMqType.XSUB, "news", Map.of())).containsExactly("news");
	}

	@Test
	void aReplyGoesBackTheWayTheRequestCame() throws FrameException {
		DecodedPayload request = decoded(ZeroMqType.REP, "client", "broker", "", "question");
		assertThat(text(request.value())).isEqualTo("question");
		assertThat(encoded(ZeroMqType.REP, "answer", request.headers())).containsExactly("client", "broker", "",
				"answer");
	}

	@Test
	void aRouterKeepsTheEmptyFrameOfARequester() throws FrameException {
		DecodedPayload ofReq = decoded(ZeroMqType.ROUTER, "id", "", "question");
		assertThat(encoded(ZeroMqType.ROUTER, "answer", ofReq.headers())).containsExactly("id", "", "answer");
		DecodedPayload ofDealer = decoded(ZeroMqType.ROUTER, "id", "hello");
		assertThat(encoded(ZeroMqType.ROUTER, "hello", ofDealer.headers())).containsExactly("id", "hello");
		assertThat(encoded(ZeroMqType.ROUTER, "hello", Map.of(ZeroMqHeaders.IDENTITY, "id"))).containsExactly("id",
				"hello");
		assertThat(text(decoded(ZeroMqType.ROUTER, "id", "").value())).isEmpty();
	}

	@Test
	void aRequestCarriesANumberThatItsReplyBringsBack() throws FrameException {
		Message<?> request = new Correlated(new GenericMessage<>("question"), 42);
		Frames frames = (Frames) codec(ZeroMqType.REQ).encode(request);
		DecodedPayload reply = codec(ZeroMqType.REQ).decode(new ReceivedMessage<>(frames, Map.of(), frames.size()));
		assertThat(reply.headers()).isEqualTo(Map.of(ZeroMqHeaders.CORRELATION, 42L));
		assertThat(text(reply.value())).isEqualTo("question");
	}

	@Test
	void saysWhatIsMissing() {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> decoded(ZeroMqType.REQ, "plain"))
			.withMessageContaining("lock-step");
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> decoded(ZeroMqType.REP, "id", "question"))
			.withMessageContaining("empty frame");
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> decoded(ZeroMqType.REP, "id", ""))
			.withMessageContaining("empty frame");
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> encoded(ZeroMqType.ROUTER, "to whom", Map.of()))
			.withMessageContaining(ZeroMqHeaders.IDENTITY);
	}

	@Test
	void measuresWhatIsSent() throws FrameException {
		Frames frames = Frames.of(Arrays.asList(new byte[10], new byte[0]));
		assertThat(codec(ZeroMqType.PUSH).frameSize(frames)).isEqualTo(10 + 2 * 9);
	}

}
