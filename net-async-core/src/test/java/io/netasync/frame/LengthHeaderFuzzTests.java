package io.netasync.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bytes from anyone: they are frames, or they fail in the one documented way, and both
 * ways of reading agree on which. Run with {@code JAZZER_FUZZ=1} to search for new
 * inputs; without it the corpus is replayed.
 *
 * @author net-async
 */
class LengthHeaderFuzzTests {

	private static final int MAX_FRAME_SIZE = 300;

	@FuzzTest
	void readsAnyBytesAlikeBothWays(byte[] input) throws IOException {
		if (input.length == 0) {
			return;
		}
		LengthHeaderSerializer serializer = new LengthHeaderSerializer(1 << ((input[0] & 3) % 3), (input[0] & 4) != 0,
				MAX_FRAME_SIZE);
		byte[] wire = Arrays.copyOfRange(input, 1, input.length);
		ByteArrayInputStream stream = new ByteArrayInputStream(wire);
		ByteBuffer received = ByteBuffer.wrap(wire);
		while (agrees(serializer, received, stream)) {
			assertThat(stream.available()).isEqualTo(received.remaining());
		}
	}

	private static boolean agrees(LengthHeaderSerializer serializer, ByteBuffer received, ByteArrayInputStream stream)
			throws IOException {
		int start = received.position();
		try {
			byte[] payload = serializer.scanner().next(received);
			if (payload == null) {
				assertEndsEarly(serializer, stream);
				return false;
			}
			assertThat(payload.length).isLessThanOrEqualTo(MAX_FRAME_SIZE);
			assertThat(serializer.deserialize(stream)).isEqualTo(payload);
			assertWritten(serializer, payload, Arrays.copyOfRange(received.array(), start, received.position()));
			return true;
		}
		catch (FrameException ex) {
			assertThat(received.position()).isEqualTo(start);
			assertThatExceptionOfType(FrameException.class).isThrownBy(() -> serializer.deserialize(stream))
				.satisfies((refusal) -> assertThat(refusal.reason()).isEqualTo(ex.reason()));
			return false;
		}
	}

	private static void assertEndsEarly(LengthHeaderSerializer serializer, ByteArrayInputStream stream) {
		if (stream.available() == 0) {
			assertThatExceptionOfType(SoftEndOfStreamException.class).isThrownBy(() -> serializer.deserialize(stream));
		}
		else {
			assertThatExceptionOfType(FrameException.class).isThrownBy(() -> serializer.deserialize(stream))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(FrameException.Reason.TRUNCATED));
		}
	}

	private static void assertWritten(LengthHeaderSerializer serializer, byte[] payload, byte[] frame)
			throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		serializer.serialize((payload.length > 0) ? payload : LengthHeaderSerializer.HEARTBEAT, out);
		assertThat(out.toByteArray()).isEqualTo(frame);
	}

}
