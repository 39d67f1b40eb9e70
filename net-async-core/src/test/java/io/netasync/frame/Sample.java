package io.netasync.frame;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A format with its options, for tests of all formats.
 */
enum Sample {

	LENGTH_1(() -> new LengthHeaderSerializer(1, false, Sample.MAX_SIZE), "\1\2"),

	LENGTH_3_LITTLE_ENDIAN(() -> new LengthHeaderSerializer(3, ByteOrder.LITTLE_ENDIAN, false, Sample.MAX_SIZE),
			"\0\1\5"),

	LENGTH_4_INCLUSIVE(() -> new LengthHeaderSerializer(4, true, Sample.MAX_SIZE), "\0\1\5"),

	LENGTH_8(() -> new LengthHeaderSerializer(8, false, Sample.MAX_SIZE), "\0\1\5"),

	LENGTH_8_LITTLE_ENDIAN(() -> new LengthHeaderSerializer(8, ByteOrder.LITTLE_ENDIAN, true, Sample.MAX_SIZE),
			"\0\1\u0009"),

	VARINT(() -> new VarintLengthSerializer(Sample.MAX_SIZE), "\0\1\u0081\u00ff\u000f"),

	RAW(() -> new RawSerializer(0, Sample.MAX_SIZE), "ab"),

	RAW_IN_CHUNKS(() -> new RawSerializer(7, Sample.MAX_SIZE), "ab"),

	LINES(() -> new LineSerializer(LineEnding.LF, Sample.MAX_SIZE), "a\r\n"),

	LINES_CRLF(() -> new LineSerializer(LineEnding.CRLF, Sample.MAX_SIZE), "a\r\n"),

	FORM_FEED(() -> new DelimiterSerializer(new byte[] { '\f' }, Sample.MAX_SIZE), "a\f"),

	DELIMITER_AAB(() -> new DelimiterSerializer(Sample.bytes("aab"), Sample.MAX_SIZE), "aaab"),

	DELIMITER_ABAB(() -> new DelimiterSerializer(Sample.bytes("abab"), Sample.MAX_SIZE), "ab"),

	STX_ETX(() -> new StxEtxSerializer(Sample.MAX_SIZE), "\2a\3"),

	FIXED(() -> new FixedLengthSerializer(7), "a");

	static final int MAX_SIZE = 200;

	private final Supplier<FrameCodec> codec;

	/** What matters to it. */
	private final byte[] alphabet;

	Sample(Supplier<FrameCodec> codec, String alphabet) {
		this.codec = codec;
		this.alphabet = alphabet.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	FrameCodec codec() {
		return this.codec.get();
	}

	/**
	 * Tells whether it keeps messages apart.
	 * @return {@code false} for raw bytes
	 */
	boolean hasFrames() {
		return this != RAW && this != RAW_IN_CHUNKS;
	}

	/**
	 * Makes bytes, many of which matter to the format.
	 * @param random where they come from
	 * @param maxSize how many at most
	 * @return the bytes
	 */
	byte[] bytes(Random random, int maxSize) {
		byte[] bytes = new byte[random.nextInt(maxSize + 1)];
		int share = random.nextInt(5);
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (random.nextInt(4) < share) ? this.alphabet[random.nextInt(this.alphabet.length)]
					: (byte) random.nextInt();
		}
		return bytes;
	}

	/**
	 * Makes a payload that can be sent.
	 * @param random where it comes from
	 * @return the payload
	 */
	byte[] payload(Random random) {
		FrameCodec known = codec();
		while (true) {
			byte[] payload = (this == FIXED) ? new byte[7] : bytes(random, random.nextInt(4) * 16 + 3);
			if (this == FIXED) {
				random.nextBytes(payload);
			}
			try {
				known.frameSize(payload);
				return payload;
			}
			catch (FrameException ex) {
				// another one
			}
		}
	}

}
