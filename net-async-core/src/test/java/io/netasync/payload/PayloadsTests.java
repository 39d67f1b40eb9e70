package io.netasync.payload;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TextPayloads}, {@link JsonPayloads} and {@link ConverterPayloads}.
 *
 * @author net-async
 */
class PayloadsTests {

	@Test
	void textIsReceivedInItsCharset() throws FrameException {
		TextPayloads payloads = new TextPayloads(StandardCharsets.ISO_8859_1);
		assertThat(payloads.decode(new GenericMessage<>(new byte[] { (byte) 0xe9 })).value()).isEqualTo("\u00e9");
		assertThat(payloads.encode(new GenericMessage<>("\u00e9")))
			.isEqualTo(ByteBuffer.wrap(new byte[] { (byte) 0xe9 }));
	}

	@Test
	void textThatTheCharsetDoesNotHaveIsRefused() {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> new TextPayloads(StandardCharsets.ISO_8859_1).encode(new GenericMessage<>("\u20ac")))
			.withMessage("the text has characters that 'frame.charset' ISO-8859-1 does not have");
	}

	@Test
	void textThatIsNoUnicodeIsRefused() throws FrameException {
		TextPayloads payloads = new TextPayloads(StandardCharsets.UTF_8);
		assertThat(payloads.encode(new GenericMessage<>("\ud83d\ude00"))).isEqualTo("\ud83d\ude00");
		for (String text : List.of("\ud83d", "a\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
			assertThatExceptionOfType(FrameException.class)
				.isThrownBy(() -> payloads.encode(new GenericMessage<>(text)))
				.withMessage("the text has characters that 'frame.charset' UTF-8 does not have");
		}
	}

	@Test
	void jsonBecomesNaturalValues() throws FrameException {
		assertThat(read("{\"a\":[1,2.5,\"x\",true,null]}"))
			.isEqualTo(Map.of("a", Arrays.asList(1, 2.5, "x", true, null)));
		assertThat(read("\"x\"")).isEqualTo("x");
		assertThat(read("7")).isEqualTo(7);
		assertThat(read("[]")).isEqualTo(List.of());
		assertThat(read("false")).isEqualTo(false);
	}

	@Test
	void jsonIsAnnounced() throws FrameException {
		assertThat(json(Object.class).decode(message("1")).headers())
			.containsExactly(Map.entry("contentType", "application/json"));
	}

	@Test
	void jsonBecomesTheTypeThatIsAskedFor() throws FrameException {
		assertThat(json(Point.class).decode(message("{\"x\":1,\"y\":2,\"z\":3}")).value()).isEqualTo(new Point(1, 2));
	}

	@Test
	void objectsAndTextAreSentAsJson() throws FrameException {
		assertThat(written(new Point(1, 2))).isEqualTo("{\"x\":1,\"y\":2}");
		assertThat(written("a\"b")).isEqualTo("\"a\\\"b\"");
	}

	@Test
	void bytesAreJsonAlready() throws FrameException {
		byte[] bytes = { '1' };
		assertThat(json(Object.class).encode(new GenericMessage<>(bytes))).isSameAs(bytes);
		assertThat(written((PayloadWriter) (out) -> out.write('7'))).isEqualTo("7");
	}

	@Test
	void nullMakesNoPayload() {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> read("null"))
			.withMessage("JSON 'null' makes no payload")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNSUPPORTED_TYPE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "1 2", "{}{}", "nul", "\"\\x\"", "[1,]", "NaN" })
	void whatIsNoJsonIsMalformed(String text) {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> read(text))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.MALFORMED));
	}

	@Test
	void bytesThatAreNoUtf8AreMalformed() {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> json(Object.class).decode(new GenericMessage<>(new byte[] { '"', (byte) 0xff, '"' })));
	}

	@Test
	void depthIsLimitedBothWays() throws FrameException {
		assertThat(read("[".repeat(100) + "]".repeat(100))).isInstanceOf(List.class);
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> read("[".repeat(101) + "]".repeat(101)));
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> written(nested(101)))
			.withMessageStartingWith("no JSON can be made of the type");
		JsonPayloads shallow = new JsonPayloads(Json.of(2, (builder) -> {
		}), Object.class);
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> shallow.decode(message("[[[]]]")));
	}

	@Test
	void aDepthOfNothingIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Json.of(0, (builder) -> {
		})).withMessage("'max-depth' must be greater than 0");
	}

	@Test
	void numbersAndNamesAreLimited() {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> read("9".repeat(1001)));
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> read("{\"" + "n".repeat(50_001) + "\":1}"));
	}

	@Test
	void noTypeThatTheTextNamesIsMade() throws FrameException {
		Json typed = Json.of(Json.MAX_DEPTH, PayloadsTests::switchTypingOn);
		Object value = new JsonPayloads(typed, Object.class)
			.decode(message("[\"%s\",{\"x\":1,\"y\":2}]".formatted(Point.class.getName())))
			.value();
		assertThat(value).isEqualTo(List.of(Point.class.getName(), Map.of("x", 1, "y", 2)));
	}

	private static void switchTypingOn(JsonMapper.Builder builder) {
		builder.activateDefaultTyping(
				BasicPolymorphicTypeValidator.builder().allowIfSubType((context, type) -> true).build(),
				DefaultTyping.NON_FINAL);
	}

	@Test
	void whatRefersToItselfIsRefusedToItsSender() {
		Object[] loop = new Object[1];
		loop[0] = loop;
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> written(loop))
			.withMessageStartingWith("no JSON can be made of the type 'java.lang.Object[]'");
	}

	@Test
	void aConverterMakesBytesAndBack() throws FrameException {
		ConverterPayloads payloads = new ConverterPayloads(new StringMessageConverter(), String.class);
		assertThat(payloads.encode(new GenericMessage<>("x"))).isEqualTo(new byte[] { 'x' });
		assertThat(payloads.decode(message("x")).value()).isEqualTo("x");
	}

	@Test
	void aConverterThatMakesNothingIsToldOf() {
		ConverterPayloads payloads = new ConverterPayloads(new ByteArrayMessageConverter(), Point.class);
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> payloads.encode(new GenericMessage<>(new Point(1, 2))))
			.withMessage("'payload' names a converter that makes no bytes of the type '%s': it refused",
					Point.class.getTypeName());
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> payloads.decode(message("x")))
			.withMessage("'payload' names a converter that makes no '%s' of what was received: set 'payload-type'",
					Point.class.getTypeName());
	}

	@Test
	void textGoesOutWhereTheConverterDoesNotTakeIt() throws FrameException {
		assertThat(
				new ConverterPayloads(new ByteArrayMessageConverter(), byte[].class).encode(new GenericMessage<>("x")))
			.isEqualTo("x");
	}

	@Test
	void aWriterThatFailsIsToldToItsSender() {
		PayloadWriter failing = (out) -> {
			throw new IOException("no more");
		};
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> new BytesPayloads().encode(new GenericMessage<>(failing)))
			.withMessage("the payload could not be written: no more");
	}

	private static Object nested(int depth) {
		Object value = List.of();
		for (int i = 1; i < depth; i++) {
			value = List.of(value);
		}
		return value;
	}

	private static JsonPayloads json(Class<?> type) {
		return new JsonPayloads(Json.standard(), type);
	}

	private static Object read(String text) throws FrameException {
		return json(Object.class).decode(message(text)).value();
	}

	private static String written(Object payload) throws FrameException {
		return new String((byte[]) json(Object.class).encode(new GenericMessage<>(payload)), StandardCharsets.UTF_8);
	}

	private static GenericMessage<byte[]> message(String text) {
		return new GenericMessage<>(text.getBytes(StandardCharsets.UTF_8));
	}

	record Point(int x, int y) implements Serializable {
	}

}
