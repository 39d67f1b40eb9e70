package io.netasync.frame;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Payloads}.
 *
 * @author net-async
 */
class PayloadsTests {

	private static final int[] EDGES = { 0, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff,
			0xe000, 0xffff };

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void measuresAnyTextAsItIsEncoded(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			IntStream.range(0, random.nextInt(8))
				.forEach((n) -> text.append((char) EDGES[random.nextInt(EDGES.length)]));
			assertThat(Payloads.utf8Size(text.toString())).as("seed %d, text %d", seed, i)
				.isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8).length);
		}
	}

}
