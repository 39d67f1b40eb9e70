package io.netasync.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes and reads the bytes that Spring Integration's serializer reads and writes.
 *
 * @author net-async
 */
class LengthHeaderCompatibilityTests {

	@ParameterizedTest
	@CsvSource({ "1,false,255", "1,true,254", "2,false,65535", "2,true,65533", "4,false,100000", "4,true,100000" })
	void exchangesFramesBothWays(int headerSize, boolean inclusive, int largest) throws IOException {
		LengthHeaderSerializer ours = new LengthHeaderSerializer(headerSize, inclusive, 1 << 20);
		ByteArrayLengthHeaderSerializer theirs = new ByteArrayLengthHeaderSerializer(headerSize);
		theirs.setInclusive(inclusive);
		theirs.setMaxMessageSize(1 << 20);
		for (int size : new int[] { 1, 2, 127, 128, 250, largest }) {
			byte[] payload = new byte[size];
			new Random(size).nextBytes(payload);
			ByteArrayOutputStream frame = new ByteArrayOutputStream();
			theirs.serialize(payload, frame);
			assertThat(LengthHeaderSerializerTests.serialized(ours, payload)).isEqualTo(frame.toByteArray());
			assertThat(ours.deserialize(new ByteArrayInputStream(frame.toByteArray()))).isEqualTo(payload);
			assertThat(theirs.deserialize(new ByteArrayInputStream(frame.toByteArray()))).isEqualTo(payload);
		}
	}

}
