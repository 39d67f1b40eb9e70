package io.netasync.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any payload survives any split: generated from seeds, which the assertions name.
 *
 * @author net-async
 */
class LengthHeaderSplitTests {

	private static final int[] SIZES = { 1, 2, 3, 7, 8, 100, 127, 128, 251, 253, 254 };

	private static final int[] LARGE_SIZES = { 255, 256, 8191, 8192, 8193, 16385, 32767, 32768, 65531 };

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 40);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void survivesASplitAtEachByte(long seed) throws IOException {
		Random random = new Random(seed);
		LengthHeaderSerializer serializer = serializer(random, 1 << 16);
		byte[] payload = payload(random, SIZES);
		byte[] frame = LengthHeaderSerializerTests.serialized(serializer, payload);
		for (int limit = 0; limit < frame.length; limit++) {
			assertThat(serializer.scanner().next(ByteBuffer.wrap(frame, 0, limit))).as("seed %d", seed).isNull();
		}
		ByteBuffer whole = ByteBuffer.wrap(frame);
		assertThat(serializer.scanner().next(whole)).as("seed %d", seed).isEqualTo(payload);
		assertThat(whole.hasRemaining()).as("seed %d", seed).isFalse();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void survivesRandomSplits(long seed) throws IOException {
		Random random = new Random(seed);
		LengthHeaderSerializer serializer = serializer(random, 1 << 16);
		List<byte[]> sent = payloads(random, serializer);
		byte[] wire = wire(serializer, sent);
		ByteBuffer received = ByteBuffer.wrap(wire).limit(0);
		FrameScanner scanner = serializer.scanner();
		List<byte[]> delivered = new ArrayList<>();
		while (received.limit() < wire.length) {
			received.limit(Math.min(wire.length, received.limit() + random.nextInt(1 + random.nextInt(5000))));
			for (byte[] next = scanner.next(received); next != null; next = scanner.next(received)) {
				delivered.add(next);
			}
		}
		assertThat(delivered.toArray(byte[][]::new)).as("seed %d", seed).isDeepEqualTo(sent.toArray(byte[][]::new));
		assertThat(received.hasRemaining()).isFalse();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void survivesShortReads(long seed) throws IOException {
		Random random = new Random(seed);
		LengthHeaderSerializer serializer = serializer(random, 1 << 16);
		List<byte[]> sent = payloads(random, serializer);
		InputStream stream = new ShortReads(wire(serializer, sent), random);
		for (byte[] payload : sent) {
			assertThat(serializer.deserialize(stream)).as("seed %d", seed).isEqualTo(payload);
		}
		assertThat(stream.read()).isEqualTo(-1);
	}

	private static LengthHeaderSerializer serializer(Random random, int maxFrameSize) {
		return new LengthHeaderSerializer(1 << random.nextInt(3), random.nextBoolean(), maxFrameSize);
	}

	private static List<byte[]> payloads(Random random, LengthHeaderSerializer serializer) throws IOException {
		boolean small = serializer.frameSize(new byte[1]) == 2;
		List<byte[]> payloads = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			boolean heartbeat = random.nextInt(10) == 0;
			payloads.add(heartbeat ? LengthHeaderSerializer.HEARTBEAT
					: payload(random, (small || random.nextBoolean()) ? SIZES : LARGE_SIZES));
		}
		return payloads;
	}

	private static byte[] payload(Random random, int[] sizes) {
		byte[] payload = new byte[sizes[random.nextInt(sizes.length)]];
		random.nextBytes(payload);
		return payload;
	}

	private static byte[] wire(LengthHeaderSerializer serializer, List<byte[]> payloads) throws IOException {
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		for (byte[] payload : payloads) {
			serializer.serialize(payload, wire);
		}
		return wire.toByteArray();
	}

	/**
	 * A stream that returns less than it was asked for, as a socket does.
	 */
	private static final class ShortReads extends InputStream {

		private final ByteArrayInputStream bytes;

		private final Random random;

		private ShortReads(byte[] bytes, Random random) {
			this.bytes = new ByteArrayInputStream(bytes);
			this.random = random;
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			return this.bytes.read(target, offset, (length > 1) ? 1 + this.random.nextInt(length) : length);
		}

	}

}
