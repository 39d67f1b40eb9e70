package io.netasync.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;

import io.netasync.frame.FrameSpec.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.integration.ip.tcp.serializer.AbstractByteArraySerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayCrLfSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLfSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArraySingleTerminatorSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayStxEtxSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes of Spring Integration's own serializers, and of the libraries this one
 * replaces.
 *
 * @author net-async
 */
class FormatCompatibilityTests {

	static Stream<Arguments> counterparts() {
		return Stream.of(Arguments.of(Sample.LINES_CRLF, new ByteArrayCrLfSerializer()),
				Arguments.of(Sample.LINES, new ByteArrayLfSerializer()),
				Arguments.of(Sample.STX_ETX, new ByteArrayStxEtxSerializer()),
				Arguments.of(Sample.FORM_FEED, new ByteArraySingleTerminatorSerializer((byte) '\f')),
				Arguments.of(Sample.LENGTH_1, new ByteArrayLengthHeaderSerializer(1)));
	}

	@ParameterizedTest
	@MethodSource("counterparts")
	void exchangesFramesWithSpringIntegration(Sample sample, AbstractByteArraySerializer theirs) throws IOException {
		FrameCodec ours = sample.codec();
		Random random = new Random(1);
		for (int i = 0; i < 200; i++) {
			byte[] payload = sample.payload(random);
			ByteArrayOutputStream written = new ByteArrayOutputStream();
			ours.serialize(payload, written);
			ByteArrayOutputStream expected = new ByteArrayOutputStream();
			theirs.serialize(payload, expected);
			assertThat(written.toByteArray()).isEqualTo(expected.toByteArray());
			assertThat(theirs.deserialize(new ByteArrayInputStream(written.toByteArray()))).isEqualTo(payload);
			assertThat(ours.deserialize(new ByteArrayInputStream(expected.toByteArray()))).isEqualTo(payload);
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "net.async, LENGTH_HEADER, msg-00000000, 0000000c6d73672d3030303030303030",
			"clj-tcp, RAW, msg-00000000, 6d73672d3030303030303030", "clj-tcp, RAW, str\u00e9, 737472c3a9",
			"async-sockets, LINE, msg-00000000, 6d73672d30303030303030300a",
			"async-sockets, LINE, ECHO: msg-00000000, 4543484f3a206d73672d30303030303030300a",
			"async-sockets, LINE, '', 0a", "node-ipc, NODE_IPC, '{\"type\":\"message\",\"data\":\"msg-00000000\"}', "
					+ "7b2274797065223a226d657373616765222c2264617461223a226d73672d3030303030303030227d0c" })
	void hasTheBytesOfItsAncestor(String ancestor, Format format, String payload, String wire) throws IOException {
		FrameCodec codec = (FrameCodec) FrameSpec.of(format).frames(null);
		byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream written = new ByteArrayOutputStream();
		codec.serialize(bytes, written);
		assertThat(HexFormat.of().formatHex(written.toByteArray())).isEqualTo(wire);
		assertThat(codec.deserialize(new ByteArrayInputStream(written.toByteArray()))).isEqualTo(bytes);
	}

}
