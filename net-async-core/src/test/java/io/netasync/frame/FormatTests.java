package io.netasync.frame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.netasync.frame.FrameException.Reason;
import io.netasync.frame.FrameStreams.Outcome;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What holds for every format. Payloads and splits are made from seeds, which the
 * assertions name.
 *
 * @author net-async
 */
class FormatTests {

	private static final int SEEDS = 60;

	@ParameterizedTest
	@EnumSource
	void payloadsSurviveASplitAtEachByte(Sample sample) {
		for (int seed = 0; seed < SEEDS; seed++) {
			List<byte[]> sent = payloads(sample, new Random(seed));
			byte[] wire = FrameStreams.written(sample.codec(), sent);
			for (int split = 0; split <= wire.length; split++) {
				assertDelivered(sample, FrameStreams.split(sample.codec(), wire, split), sent, seed);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void payloadsSurviveRandomSplits(Sample sample) {
		for (int seed = 0; seed < 20 * SEEDS; seed++) {
			Random random = new Random(seed);
			List<byte[]> sent = payloads(sample, random);
			byte[] wire = FrameStreams.written(sample.codec(), sent);
			assertDelivered(sample, FrameStreams.split(sample.codec(), wire, random), sent, seed);
			assertDelivered(sample, FrameStreams.blocking(sample.codec(), wire), sent, seed);
		}
	}

	private static List<byte[]> payloads(Sample sample, Random random) {
		return Stream.generate(() -> sample.payload(random)).limit(1 + random.nextInt(5)).toList();
	}

	private static void assertDelivered(Sample sample, Outcome outcome, List<byte[]> sent, int seed) {
		Outcome expected = new Outcome(sent.stream().map(ByteBuffer::wrap).toList(), null);
		assertThat(outcome.end()).as("%s, seed %d", sample, seed).isNull();
		if (sample.hasFrames()) {
			assertThat(outcome.payloads()).as("%s, seed %d", sample, seed).isEqualTo(expected.payloads());
		}
		else {
			assertThat(outcome.joined()).as("%s, seed %d", sample, seed).isEqualTo(expected.joined());
		}
	}

	@ParameterizedTest
	@EnumSource
	void measuresWhatItWrites(Sample sample) throws IOException {
		FrameCodec codec = sample.codec();
		Random random = new Random(1);
		for (int i = 0; i < 500; i++) {
			byte[] payload = sample.payload(random);
			int written = FrameStreams.written(codec, List.of(payload)).length;
			assertThat(codec.frameSize(payload)).isEqualTo(written);
			assertThat(codec.frameSize(ByteBuffer.wrap(payload))).isEqualTo(written);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatItRefusesToSendWouldBeReceivedAsSomethingElse(Sample sample) {
		FrameCodec codec = sample.codec();
		for (int seed = 0; seed < 20 * SEEDS; seed++) {
			byte[] payload = sample.bytes(new Random(seed), 12);
			try {
				codec.frameSize(payload);
			}
			catch (FrameException ex) {
				ByteArrayOutputStream wire = new ByteArrayOutputStream();
				assertThatCodeWrites(codec, payload, wire);
				assertThat(FrameStreams.blocking(sample.codec(), wire.toByteArray())).as("%s, seed %d", sample, seed)
					.isNotEqualTo(new Outcome(List.of(ByteBuffer.wrap(payload)), null));
			}
		}
	}

	private static void assertThatCodeWrites(FrameCodec codec, byte[] payload, ByteArrayOutputStream wire) {
		try {
			codec.write(payload, wire);
			if (payload.length == 0) {
				// an empty one is nothing, or the heartbeat
				wire.write(0);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "RAW", "RAW_IN_CHUNKS", "FIXED" })
	void refusesWhatIsTooLargeAsSoonAsThatIsKnown(Sample sample) throws FrameException {
		FrameCodec codec = sample.codec();
		byte[] largest = new byte[Sample.MAX_SIZE];
		assertThat(codec.frameSize(largest)).isGreaterThanOrEqualTo(Sample.MAX_SIZE);
		byte[] larger = new byte[Sample.MAX_SIZE + 1];
		assertRefused(() -> codec.frameSize(larger), Reason.TOO_LARGE);
		byte[] wire = unchecked(sample, larger);
		FrameScanner scanner = codec.scanner();
		int kept = 0;
		try {
			while (kept < wire.length && scanner.next(ByteBuffer.wrap(wire, 0, kept)) == null) {
				kept++;
			}
		}
		catch (FrameException ex) {
			assertThat(ex.reason()).isEqualTo(Reason.TOO_LARGE);
		}
		assertThat(kept).isBetween(1, Sample.MAX_SIZE + 1 + ((sample == Sample.STX_ETX) ? 1 : 0));
		assertThat(FrameStreams.blocking(sample.codec(), wire).end()).isEqualTo(Reason.TOO_LARGE);
	}

	/** Writes what is too large with a header that can tell it. */
	private static byte[] unchecked(Sample sample, byte[] payload) {
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		try {
			sample.codec().write(payload, wire);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return wire.toByteArray();
	}

	@ParameterizedTest
	@Timeout(10)
	@EnumSource(mode = Mode.EXCLUDE, names = { "RAW", "RAW_IN_CHUNKS", "FIXED" })
	void looksAtEachByteOnce(Sample sample) throws IOException {
		byte[] payload = new byte[400_000];
		FrameCodec codec = switch (sample) {
			case LINES, LINES_CRLF -> new LineSerializer(LineEnding.LF, payload.length);
			case FORM_FEED, DELIMITER_AAB, DELIMITER_ABAB ->
				new DelimiterSerializer("aab".getBytes(StandardCharsets.US_ASCII), payload.length);
			case STX_ETX -> new StxEtxSerializer(payload.length);
			default -> new LengthHeaderSerializer(payload.length);
		};
		byte[] wire = FrameStreams.written(codec, List.of(payload));
		FrameScanner scanner = codec.scanner();
		ByteBuffer received = ByteBuffer.wrap(wire);
		byte[] read = null;
		for (int limit = 0; limit <= wire.length; limit++) {
			read = scanner.next(received.limit(limit));
		}
		assertThat(read).isEqualTo(payload);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " is ",
			value = { "FORM_FEED 7b2274797065223a226d657373616765227d0c is 0,18",
					"LINES 610d0a620d0d0a0a63 is 0,1;3,1;5,0;7,0;8,1", "DELIMITER_AAB 616161620061616162 is 0,1;4,2",
					"STX_ETX 0261030203 is 1,1;4,0", "VARINT 0161000162 is 1,1;3,0;4,1",
					"LENGTH_3_LITTLE_ENDIAN 010000610000000100 is 3,1;7,0", "LENGTH_8 000000000000000161 is 8,1" })
	void cutsWhatIsOnTheWire(String input, String parts) {
		Sample sample = Sample.valueOf(input.split(" ")[0]);
		byte[] wire = HexFormat.of().parseHex(input.split(" ")[1]);
		List<ByteBuffer> expected = new ArrayList<>();
		for (String part : parts.split(";")) {
			byte[] payload = new byte[Integer.parseInt(part.split(",")[1])];
			ByteBuffer.wrap(wire).position(Integer.parseInt(part.split(",")[0])).get(payload);
			expected.add(ByteBuffer.wrap(payload));
		}
		assertThat(FrameStreams.split(sample.codec(), wire, 1).payloads()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "VARINT, ffffffff10, MALFORMED", "VARINT, ffffffffff00, MALFORMED", "VARINT, ffffffff0f, TOO_LARGE",
			"VARINT, c901, TOO_LARGE", "VARINT, 8080808000,", "STX_ETX, 41, MALFORMED", "STX_ETX, 0241, TRUNCATED",
			"LENGTH_8, ffffffffffffffff, TOO_LARGE", "LENGTH_8_LITTLE_ENDIAN, 0000000000000080, TOO_LARGE",
			"LENGTH_8_LITTLE_ENDIAN, 0700000000000000, MALFORMED", "LENGTH_3_LITTLE_ENDIAN, ffffff, TOO_LARGE",
			"FIXED, 010203040506, TRUNCATED", "FORM_FEED, 41, TRUNCATED", "LINES, 41,", "RAW, 41," })
	void whatNoPeerShouldSendEndsInOneWay(Sample sample, String input, Reason end) {
		byte[] wire = HexFormat.of().parseHex(input);
		assertThat(FrameStreams.blocking(sample.codec(), wire).end()).isEqualTo(end);
		assertThat(FrameStreams.split(sample.codec(), wire, 1).end()).isEqualTo(end);
	}

	@ParameterizedTest
	@CsvSource({ "LINES, 'a\nb', AMBIGUOUS", "LINES_CRLF, 'a\r', AMBIGUOUS", "FORM_FEED, 'a\fb', AMBIGUOUS",
			"DELIMITER_AAB, 'aaab', AMBIGUOUS", "DELIMITER_ABAB, 'ab', AMBIGUOUS", "STX_ETX, 'a\u0003', AMBIGUOUS",
			"FIXED, 'abc', AMBIGUOUS", "FIXED, 'abcdefgh', TOO_LARGE", "RAW, '', EMPTY", "VARINT, '', EMPTY",
			"LENGTH_8, '', EMPTY" })
	void refusesToSendWhatWouldNotArrive(Sample sample, String text, Reason reason) {
		FrameCodec codec = sample.codec();
		byte[] payload = text.getBytes(StandardCharsets.UTF_8);
		assertRefused(() -> codec.frameSize(text), reason);
		assertRefused(() -> codec.frameSize(payload), reason);
		assertRefused(() -> codec.frameSize(ByteBuffer.wrap(payload)), reason);
		assertRefused(() -> codec.serialize(payload, new ByteArrayOutputStream()), reason);
	}

	private static void assertRefused(ThrowingCallable sending, Reason reason) {
		assertThatExceptionOfType(FrameException.class).isThrownBy(sending)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

	@ParameterizedTest
	@EnumSource(names = { "LINES", "FORM_FEED", "STX_ETX" })
	void emptyMessagesArrive(Sample sample) {
		List<byte[]> sent = List.of(new byte[0], new byte[] { 'a' }, new byte[0]);
		byte[] wire = FrameStreams.written(sample.codec(), sent);
		assertDelivered(sample, FrameStreams.split(sample.codec(), wire, 1), sent, 0);
	}

	@ParameterizedTest
	@EnumSource(names = { "LINES", "FORM_FEED", "STX_ETX", "RAW", "DELIMITER_ABAB" })
	void aProbeIsAHeartbeatAndNothingElseIsSentAsOne(Sample sample) throws FrameException {
		FrameCodec codec = sample.codec();
		codec.setHeartbeat("PING".getBytes(StandardCharsets.US_ASCII));
		byte[] probe = codec.heartbeat();
		assertThat(codec.isHeartbeat(probe.clone())).isTrue();
		assertThat(codec.isHeartbeat("PONG".getBytes(StandardCharsets.US_ASCII))).isFalse();
		assertThat(FrameStreams.blocking(codec, FrameStreams.written(codec, List.of(probe))).payloads())
			.containsExactly(ByteBuffer.wrap(probe));
		assertRefused(() -> codec.frameSize("PING"), Reason.AMBIGUOUS);
		assertThat(codec.frameSize("PONG")).isPositive();
	}

}
