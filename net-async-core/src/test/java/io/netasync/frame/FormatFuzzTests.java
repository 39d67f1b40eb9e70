package io.netasync.frame;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netasync.frame.FrameException.Reason;
import io.netasync.frame.FrameStreams.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes from anyone, for every format: they are frames, or they fail with a
 * {@link FrameException}; both ways of reading agree on which, and so does every split.
 * Run with {@code -Dnetasync.fuzz.inputs=10000000} for more inputs than a build has time
 * for, and with {@code JAZZER_FUZZ=1} to search for new ones; else the corpus is
 * replayed.
 *
 * @author net-async
 */
class FormatFuzzTests {

	private static final int INPUTS = Integer.getInteger("netasync.fuzz.inputs", 200_000);

	private static final int CHECKS = 10;

	private static final long MEGABYTE = 1024 * 1024;

	@Test
	void anyInputIsFramesOrRefusedAndTheHeapStaysFlat() {
		Random random = new Random(42);
		Sample[] samples = Sample.values();
		long[] used = new long[CHECKS];
		for (int i = 0; i < INPUTS; i++) {
			Sample sample = samples[i % samples.length];
			assertAgrees(sample, input(sample, random), random);
			if ((i + 1) % (INPUTS / CHECKS) == 0) {
				used[(i + 1) / (INPUTS / CHECKS) - 1] = usedHeap();
			}
		}
		assertThat(used[CHECKS - 1] - used[1]).as("%s", Arrays.toString(used)).isLessThan(4 * MEGABYTE);
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static byte[] input(Sample sample, Random random) {
		if (random.nextBoolean()) {
			return sample.bytes(random, (random.nextInt(8) == 0) ? 3 * Sample.MAX_SIZE : 40);
		}
		List<byte[]> payloads = new ArrayList<>();
		for (int i = random.nextInt(4); i >= 0; i--) {
			payloads.add(sample.payload(random));
		}
		return mutated(sample, FrameStreams.written(sample.codec(), payloads), random);
	}

	private static byte[] mutated(Sample sample, byte[] wire, Random random) {
		byte[] mutated = wire;
		for (int i = random.nextInt(4); i > 0 && mutated.length > 0; i--) {
			int at = random.nextInt(mutated.length);
			int what = random.nextInt(3);
			if (what == 0) {
				mutated[at] = (byte) random.nextInt();
			}
			else {
				mutated = (what == 1) ? Arrays.copyOf(mutated, at) : inserted(mutated, at, sample.bytes(random, 3));
			}
		}
		return mutated;
	}

	private static byte[] inserted(byte[] wire, int at, byte[] bytes) {
		byte[] longer = Arrays.copyOf(wire, wire.length + bytes.length);
		System.arraycopy(wire, at, longer, at + bytes.length, wire.length - at);
		System.arraycopy(bytes, 0, longer, at, bytes.length);
		return longer;
	}

	private static void assertAgrees(Sample sample, byte[] wire, Random random) {
		Outcome blocking = FrameStreams.blocking(sample.codec(), wire);
		Outcome incremental = (wire.length > 0) ? FrameStreams.split(sample.codec(), wire, random)
				: FrameStreams.split(sample.codec(), wire, 0);
		boolean agree = sample.hasFrames() ? incremental.equals(blocking)
				: incremental.joined().equals(blocking.joined()) && incremental.end() == blocking.end();
		// not by AssertJ for millions
		if (!agree) {
			assertThat(incremental).as("%s of %s", sample, Arrays.toString(wire)).isEqualTo(blocking);
		}
		if (blocking.end() == Reason.UNSUPPORTED_TYPE || blocking.end() == Reason.AMBIGUOUS) {
			assertThat(blocking.end()).as("%s of %s", sample, Arrays.toString(wire)).isNull();
		}
	}

	private static void assertAgrees(byte[] input, Sample... samples) {
		for (Sample sample : samples) {
			assertAgrees(sample, input, new Random(input.length));
		}
	}

	@FuzzTest
	void lengthHeaders(byte[] input) {
		assertAgrees(input, Sample.LENGTH_1, Sample.LENGTH_3_LITTLE_ENDIAN, Sample.LENGTH_4_INCLUSIVE, Sample.LENGTH_8,
				Sample.LENGTH_8_LITTLE_ENDIAN);
	}

	@FuzzTest
	void varints(byte[] input) {
		assertAgrees(input, Sample.VARINT);
	}

	@FuzzTest
	void rawBytes(byte[] input) {
		assertAgrees(input, Sample.RAW, Sample.RAW_IN_CHUNKS);
	}

	@FuzzTest
	void lines(byte[] input) {
		assertAgrees(input, Sample.LINES, Sample.LINES_CRLF);
	}

	@FuzzTest
	void delimiters(byte[] input) {
		assertAgrees(input, Sample.FORM_FEED, Sample.DELIMITER_AAB, Sample.DELIMITER_ABAB);
	}

	@FuzzTest
	void stxEtx(byte[] input) {
		assertAgrees(input, Sample.STX_ETX);
	}

	@FuzzTest
	void fixedSizes(byte[] input) {
		assertAgrees(input, Sample.FIXED);
	}

}
