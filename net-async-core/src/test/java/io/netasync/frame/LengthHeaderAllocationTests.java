package io.netasync.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Memory grows with what was received, not with what was claimed.
 *
 * @author net-async
 */
class LengthHeaderAllocationTests {

	private static final int CHUNKS = 64 * 1024;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final LengthHeaderSerializer serializer = new LengthHeaderSerializer(1 << 30);

	@BeforeEach
	void loadClasses() {
		refusal(0x7fffffff, 0);
		refusal(1 << 20, 100);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x7fffffff, 0x80000000, 0xffffffff })
	void refusesAClaimBeforeAllocating(int claimed) {
		assertThat(refusal(claimed, 0)).isLessThan(CHUNKS);
	}

	@Test
	void aClaimedMebibyteThatNeverComesCostsLittle() {
		assertThat(refusal(1 << 20, 0)).isLessThan(CHUNKS);
	}

	@Test
	void costsAtMostTwiceWhatCame() {
		int sent = 1 << 20;
		assertThat(refusal(1 << 30, sent)).isLessThan(2L * sent + CHUNKS);
	}

	@Test
	void measuresALargeTextWithoutEncodingIt() throws IOException {
		String text = "\u00e9".repeat(1 << 20);
		this.serializer.frameSize(text);
		long before = this.threads.getCurrentThreadAllocatedBytes();
		this.serializer.frameSize(text);
		assertThat(this.threads.getCurrentThreadAllocatedBytes() - before).isLessThan(CHUNKS);
	}

	private long refusal(int claimed, int sent) {
		byte[] header = ByteBuffer.allocate(Integer.BYTES).putInt(claimed).array();
		byte[] payload = new byte[sent];
		InputStream stream = new SequenceInputStream(new ByteArrayInputStream(header),
				new ByteArrayInputStream(payload));
		long before = this.threads.getCurrentThreadAllocatedBytes();
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> this.serializer.deserialize(stream));
		return this.threads.getCurrentThreadAllocatedBytes() - before;
	}

}
