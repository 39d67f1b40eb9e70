package io.netasync.frame;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.core.serializer.DefaultDeserializer;
import org.springframework.core.serializer.DefaultSerializer;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.util.Assert;

/**
 * How messages are told apart on the wire. What is {@code null} is as the format has it;
 * what does not belong to the format is refused.
 *
 * @param format the format
 * @param maxSize the largest payload in bytes, sent or received
 * @param charset the charset of payloads that are text
 * @param headerSize the number of bytes of the length, 4 by default
 * @param inclusive whether the length counts its own bytes, which it does not by default
 * @param byteOrder the order of the bytes of the length, big-endian by default
 * @param delimiter what ends a frame, with escapes such as {@code \r\n}, {@code \f} and
 * {@code \x00}; a form feed by default with node-ipc, necessary with delimiters
 * @param lineEnding what ends the lines that are written, LF by default
 * @param chunkSize the most bytes that are received as one message, 0 by default, for as
 * many as there are
 * @param size the size of every frame in bytes, necessary with frames of a fixed size
 * @param serializer writes frames of a format that is not ours
 * @param deserializer reads frames of a format that is not ours
 * @author net-async
 * @since 0.1.0
 */
public record FrameSpec(Format format, long maxSize, Charset charset, @Nullable Integer headerSize,
		@Nullable Boolean inclusive, @Nullable Endianness byteOrder, @Nullable String delimiter,
		@Nullable LineEnding lineEnding, @Nullable Integer chunkSize, @Nullable Integer size,
		@Nullable Serializer<?> serializer, @Nullable Deserializer<?> deserializer) {

	private static final String LINE_ENDS = "\r\n";

	private static final byte[] ASCII_LINE_ENDS = { '\r', '\n' };

	private static final String FORM_FEED = "\\f";

	/** What needs no escape in JSON. */
	private static final Pattern PLAIN = Pattern.compile("[^\"\\\\\\p{Cntrl}]+");

	public FrameSpec {
		Assert.notNull(format, "'format' must not be null");
		Assert.isTrue(maxSize > 0, "'max-size' must be greater than 0");
		Assert.isTrue(maxSize <= Integer.MAX_VALUE, "'max-size' must be less than 2GB");
		format.check(Option.HEADER_SIZE, headerSize);
		format.check(Option.INCLUSIVE, inclusive);
		format.check(Option.BYTE_ORDER, byteOrder);
		format.check(Option.DELIMITER, delimiter);
		format.check(Option.LINE_ENDING, lineEnding);
		format.check(Option.CHUNK_SIZE, chunkSize);
		format.check(Option.SIZE, size);
		format.check(Option.SERIALIZER, serializer);
		format.check(Option.DESERIALIZER, deserializer);
		Assert.isTrue(format != Format.LINE || Arrays.equals(LINE_ENDS.getBytes(charset), ASCII_LINE_ENDS),
				"'charset' must be one with the line ends of ASCII, such as UTF-8, with 'frame.format: line'");
		refuseJavaSerialization(serializer, deserializer);
		if (headerSize != null) {
			LengthHeaderSerializer.checkHeaderSize(headerSize);
		}
		if (delimiter != null) {
			DelimiterText.bytes(delimiter);
		}
		if (chunkSize != null) {
			RawSerializer.checkChunkSize(chunkSize, (int) maxSize);
		}
		Assert.isTrue(size == null || (size > 0 && size <= maxSize),
				"'size' must be greater than 0 and not greater than 'max-size'");
	}

	private static void refuseJavaSerialization(@Nullable Serializer<?> serializer,
			@Nullable Deserializer<?> deserializer) {
		String why = " must not be Java serialization: whoever can connect could run code here; use 'payload: json'";
		Assert.isTrue(!(serializer instanceof DefaultSerializer), () -> "'serializer'" + why);
		Assert.isTrue(!(deserializer instanceof DefaultDeserializer), () -> "'deserializer'" + why);
	}

	/**
	 * Returns a format with its defaults and frames of up to 1 MiB.
	 * @param format a format that has no option that is necessary
	 * @return the frames
	 */
	public static FrameSpec of(Format format) {
		return new FrameSpec(format, 1024 * 1024, StandardCharsets.UTF_8, null, null, null, null, null, null, null,
				null, null);
	}

	/**
	 * Tells whether frames are told apart as their bytes come, without a thread that
	 * blocks.
	 * @return {@code false} for a deserializer that has to block
	 */
	public boolean isIncremental() {
		return this.format != Format.CUSTOM
				|| (this.deserializer == this.serializer && this.deserializer instanceof Framing);
	}

	/**
	 * Makes what writes and reads the frames: a serializer and a deserializer as well. It
	 * is a {@link Framing} if the format {@linkplain #isIncremental() is incremental}.
	 * @param probe what is to be sent as a heartbeat where the format has none,
	 * {@code null} for nothing
	 * @return what writes and reads frames
	 * @throws IllegalArgumentException if there can be no such heartbeat
	 */
	public FrameFormat frames(@Nullable String probe) {
		try {
			return (this.format == Format.CUSTOM) ? custom(probe) : builtIn(probe);
		}
		catch (FrameException ex) {
			throw new IllegalArgumentException("'heartbeat.probe' must be a payload of the format: " + ex.getMessage(),
					ex);
		}
	}

	private FrameFormat custom(@Nullable String probe) throws FrameException {
		Serializer<?> writes = Objects.requireNonNull(this.serializer);
		Deserializer<?> reads = Objects.requireNonNull(this.deserializer);
		if (!isIncremental()) {
			return new BlockingFrames(writes, reads, (int) this.maxSize, probe);
		}
		Assert.isNull(probe,
				"'heartbeat.probe' must not be set for a Framing: have its heartbeat() return the payload");
		return (FrameFormat) reads;
	}

	private FrameFormat builtIn(@Nullable String probe) throws FrameException {
		FrameCodec codec = codec();
		if (probe != null) {
			Assert.isNull(codec.heartbeat(), () -> "'heartbeat.probe' must not be set with 'frame.format: "
					+ this.format.text() + "', which sends the empty frame");
			codec.setHeartbeat(probe(probe));
		}
		return codec;
	}

	private byte[] probe(String text) throws FrameException {
		if (this.format != Format.NODE_IPC) {
			return inCharset(text);
		}
		Assert.isTrue(PLAIN.matcher(text).matches(),
				"'heartbeat.probe' must be the type of a message, without quotes and backslashes");
		return "{\"type\":\"%s\",\"data\":{}}".formatted(text).getBytes(StandardCharsets.UTF_8);
	}

	private byte[] inCharset(String text) throws FrameException {
		try {
			ByteBuffer bytes = this.charset.newEncoder().encode(CharBuffer.wrap(text));
			return Arrays.copyOf(bytes.array(), bytes.limit());
		}
		catch (CharacterCodingException ex) {
			throw new FrameException(Reason.UNSUPPORTED_TYPE,
					"it has characters that 'frame.charset' %s does not have".formatted(this.charset), ex);
		}
	}

	private FrameCodec codec() {
		int max = (int) this.maxSize;
		return switch (this.format) {
			case LENGTH_HEADER -> new LengthHeaderSerializer(or(this.headerSize, Integer.BYTES),
					or(this.byteOrder, Endianness.BIG_ENDIAN).byteOrder(), or(this.inclusive, false), max);
			case RAW -> new RawSerializer(or(this.chunkSize, 0), max);
			case LINE -> new LineSerializer(or(this.lineEnding, LineEnding.LF), max);
			case DELIMITER, NODE_IPC ->
				new DelimiterSerializer(DelimiterText.bytes(or(this.delimiter, FORM_FEED)), max);
			case STX_ETX -> new StxEtxSerializer(max);
			case FIXED -> new FixedLengthSerializer(Objects.requireNonNull(this.size));
			case VARINT -> new VarintLengthSerializer(max);
			case CUSTOM -> throw new IllegalStateException("Not one of ours");
		};
	}

	private static <T> T or(@Nullable T option, T otherwise) {
		return (option != null) ? option : otherwise;
	}

	/**
	 * Formats of a frame.
	 */
	public enum Format {

		/** A length, then so many bytes. */
		LENGTH_HEADER(EnumSet.of(Option.HEADER_SIZE, Option.INCLUSIVE, Option.BYTE_ORDER)),

		/** Bytes as they come. */
		RAW(EnumSet.of(Option.CHUNK_SIZE)),

		/** Lines of text. */
		LINE(EnumSet.of(Option.LINE_ENDING)),

		/** Bytes that end with a delimiter. */
		DELIMITER(EnumSet.of(Option.DELIMITER), Option.DELIMITER),

		/** Bytes between STX and ETX. */
		STX_ETX(EnumSet.noneOf(Option.class)),

		/** Frames of one size. */
		FIXED(EnumSet.of(Option.SIZE), Option.SIZE),

		/** A length as a varint, then so many bytes, as Protocol Buffers have it. */
		VARINT(EnumSet.noneOf(Option.class)),

		/** The messages of node-ipc, each with a form feed at its end. */
		NODE_IPC(EnumSet.of(Option.DELIMITER)),

		/** Whatever a serializer and a deserializer of the application make it. */
		CUSTOM(EnumSet.of(Option.SERIALIZER, Option.DESERIALIZER), Option.SERIALIZER, Option.DESERIALIZER);

		private final Set<Option> options;

		private final Set<Option> required;

		Format(Set<Option> options, Option... required) {
			this.options = options;
			this.required = Set.of(required);
		}

		/**
		 * Returns the name as it is configured.
		 * @return the name
		 */
		public String text() {
			return Option.text(this);
		}

		private void check(Option option, @Nullable Object value) {
			Assert.isTrue(value == null || this.options.contains(option),
					() -> "'%s' must not be set with 'frame.format: %s', which has no such option"
						.formatted(option.text(), text()));
			Assert.isTrue(value != null || !this.required.contains(option),
					() -> "'%s' must be set with 'frame.format: %s'".formatted(option.text(), text()));
		}

	}

	/**
	 * What some formats have.
	 */
	private enum Option {

		HEADER_SIZE, INCLUSIVE, BYTE_ORDER, DELIMITER, LINE_ENDING, CHUNK_SIZE, SIZE, SERIALIZER, DESERIALIZER;

		String text() {
			return text(this);
		}

		static String text(Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
