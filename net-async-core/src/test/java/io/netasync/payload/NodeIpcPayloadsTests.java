package io.netasync.payload;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.netasync.frame.FrameException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;

import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The bytes of node-ipc 9.2.1 and clj-ipc 0.1.0, as they were measured.
 *
 * @author net-async
 */
class NodeIpcPayloadsTests {

	private final NodeIpcPayloads payloads = new NodeIpcPayloads(Json.standard(), Object.class);

	@Test
	void sendsTextAsNodeIpcAndCljIpcDo() throws FrameException {
		assertThat(hex("msg-00000000"))
			.isEqualTo("7b2274797065223a226d657373616765222c2264617461223a226d73672d3030303030303030227d");
	}

	@Test
	void sendsTextBeyondAsciiAsItIsAndEscapesControls() throws FrameException {
		assertThat(hex("\u00e9\u20ac\f\n\u2028"))
			.isEqualTo("7b2274797065223a226d657373616765222c2264617461223a22" + "c3a9e282ac5c665c6ee280a8" + "227d");
	}

	@Test
	void sendsObjectsInTheirOrder() throws FrameException {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("id", "hello");
		data.put("message", "msg-00000000");
		assertThat(sent(data, "message"))
			.isEqualTo("{\"type\":\"message\",\"data\":{\"id\":\"hello\",\"message\":\"msg-00000000\"}}");
	}

	@Test
	void sendsNothingAsAnEmptyObject() throws FrameException {
		assertThat(sent("", "a")).isEqualTo("{\"type\":\"a\",\"data\":{}}");
		assertThat(sent(Optional.empty(), "a")).isEqualTo("{\"type\":\"a\",\"data\":{}}");
		assertThat(sent(Map.of(), "a")).isEqualTo("{\"type\":\"a\",\"data\":{}}");
	}

	@Test
	void sendsZeroFalseAndAnEmptyListAsTheyAre() throws FrameException {
		assertThat(sent(0, "a")).isEqualTo("{\"type\":\"a\",\"data\":0}");
		assertThat(sent(false, "a")).isEqualTo("{\"type\":\"a\",\"data\":false}");
		assertThat(sent(List.of(), "a")).isEqualTo("{\"type\":\"a\",\"data\":[]}");
	}

	@Test
	void sendsDatesAsIsoText() throws FrameException {
		assertThat(sent(Date.from(Instant.parse("2026-01-02T03:04:05.678Z")), "a"))
			.isEqualTo("{\"type\":\"a\",\"data\":\"2026-01-02T03:04:05.678Z\"}");
		assertThat(sent(new Order("x", Instant.parse("2026-01-02T03:04:05.678Z"), new byte[] { 1, -1 }), "a"))
			.isEqualTo("{\"type\":\"a\",\"data\":{\"name\":\"x\",\"at\":\"2026-01-02T03:04:05.678Z\","
					+ "\"raw\":{\"type\":\"Buffer\",\"data\":[1,255]}}}");
	}

	@Test
	void sendsBytesAsTheBuffersOfNode() throws FrameException {
		byte[] bytes = { 0, 1, 127, -128, -1 };
		String buffer = "{\"type\":\"a\",\"data\":{\"type\":\"Buffer\",\"data\":[0,1,127,128,255]}}";
		assertThat(sent(bytes, "a")).isEqualTo(buffer);
		assertThat(sent(java.nio.ByteBuffer.wrap(bytes), "a")).isEqualTo(buffer);
		assertThat(sent((PayloadWriter) (out) -> out.write(bytes), "a")).isEqualTo(buffer);
		assertThat(received(buffer).value()).isEqualTo(bytes);
	}

	@Test
	void staysCompactWhateverTheApplicationPrefers() throws FrameException {
		Json indenting = Json.of(Json.MAX_DEPTH, (builder) -> builder.enable(SerializationFeature.INDENT_OUTPUT));
		assertThat(new String(
				(byte[]) new NodeIpcPayloads(indenting, Object.class).encode(new GenericMessage<>(Map.of("a", 1))),
				StandardCharsets.UTF_8))
			.isEqualTo("{\"type\":\"message\",\"data\":{\"a\":1}}");
	}

	@Test
	void receivesWhatNodeIpcAccepts() throws FrameException {
		DecodedPayload payload = received(
				" {\r\n \"more\": [1], \"data\" : {\"id\": 7, \"a\": [1, 2.5, null, true]}, \"type\" : \"greet\" } ");
		assertThat(payload.headers()).containsEntry("netasync_type", "greet")
			.containsEntry("netasync_peer", "7")
			.containsEntry("contentType", "application/json");
		assertThat(payload.value()).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
			.containsEntry("a", java.util.Arrays.asList(1, 2.5, null, true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"a\"}", "{\"type\":\"a\",\"data\":null}", "{\"type\":\"a\",\"data\":{}}" })
	void receivesAnEmptyMapWhereThereIsNoData(String text) throws FrameException {
		assertThat(received(text).value()).isEqualTo(Map.of());
		assertThat(received(text).headers()).doesNotContainKey("netasync_peer");
	}

	@Test
	void receivesOneTypeForAll() throws FrameException {
		Object value = new NodeIpcPayloads(Json.standard(), Order.class)
			.decode(new GenericMessage<>(("{\"type\":\"a\",\"data\":{\"name\":\"x\",\"at\":\"2026-01-02T03:04:05Z\","
					+ "\"raw\":{\"type\":\"Buffer\",\"data\":[1,255]}}}")
				.getBytes(StandardCharsets.UTF_8)))
			.value();
		assertThat(value).isInstanceOfSatisfying(Order.class,
				(order) -> assertThat(order.raw()).containsExactly(1, -1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "7", "{", "{}", "{\"data\":1}", "{\"type\":null}", "{\"type\":{}}",
			"{\"type\":\"a\"}x", "{\"type\":\"a\"}{\"type\":\"b\"}", "{\"type\":\"\"}" })
	void refusesWhatIsNoMessage(String text) {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> received(text))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(FrameException.Reason.MALFORMED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "connect", "disconnect", "destroy", "error", "data", "start", "close",
			"socket.disconnected", "*" })
	void refusesTheNamesOfNodeIpcsOwnEventsBothWays(String type) {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> received("{\"type\":\"%s\",\"data\":1}".formatted(type)))
			.withMessageContaining("'%s' can't be the type of a message".formatted(type));
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> sent("x", type))
			.withMessageContaining("choose another");
	}

	@Test
	void takesNoPeerIdThatIsTooLong() throws FrameException {
		assertThat(received("{\"type\":\"a\",\"data\":{\"id\":\"%s\"}}".formatted("x".repeat(257))).headers())
			.doesNotContainKey("netasync_peer");
		assertThat(received("{\"type\":\"a\",\"data\":{\"id\":\"%s\"}}".formatted("x".repeat(256))).headers())
			.containsKey("netasync_peer");
	}

	@Test
	void refusesWhatIsTooDeep() {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> received("{\"type\":\"a\",\"data\":" + "[".repeat(200) + "]".repeat(200) + "}"))
			.withMessageContaining("100");
	}

	private String hex(Object payload) throws FrameException {
		return HexFormat.of().formatHex((byte[]) this.payloads.encode(new GenericMessage<>(payload)));
	}

	private String sent(Object payload, String type) throws FrameException {
		return new String((byte[]) this.payloads.encode(new GenericMessage<>(payload, Map.of("netasync_type", type))),
				StandardCharsets.UTF_8);
	}

	private DecodedPayload received(String text) throws FrameException {
		return this.payloads.decode(new GenericMessage<>(text.getBytes(StandardCharsets.UTF_8)));
	}

	record Order(String name, Instant at, byte[] raw) {
	}

}
