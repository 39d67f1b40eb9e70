package io.netasync.zeromq.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link PatientSelector}: it is a selector like any other.
 *
 * @author net-async
 */
@Timeout(30)
class PatientSelectorTests {

	private PatientSelector selector;

	private Pipe pipe;

	@BeforeEach
	void open() throws IOException {
		this.selector = new PatientSelector(Selector.open());
		this.pipe = pipe();
	}

	@AfterEach
	void close() throws IOException {
		this.selector.close();
		close(this.pipe);
	}

	private static Pipe pipe() throws IOException {
		Pipe pipe = Pipe.open();
		pipe.source().configureBlocking(false);
		return pipe;
	}

	private static void close(Pipe pipe) throws IOException {
		pipe.source().close();
		pipe.sink().close();
	}

	@Test
	void aSignalIsFoundUntilItIsTaken() throws IOException {
		SelectionKey key = this.pipe.source().register(this.selector, SelectionKey.OP_READ, "mine");
		assertThat(this.selector.selectNow()).isZero();
		write();
		for (int i = 0; i < 3; i++) {
			assertThat(this.selector.select(0)).isOne();
			assertThat(this.selector.selectedKeys()).containsExactly(key);
			assertThat(key.isReadable()).isTrue();
			assertThat(key.attachment()).isEqualTo("mine");
			this.selector.selectedKeys().clear();
		}
		this.pipe.source().read(ByteBuffer.allocate(1));
		assertThat(this.selector.select(10)).isZero();
		assertThat(this.selector.selectedKeys()).isEmpty();
	}

	private void write() throws IOException {
		this.pipe.sink().write(ByteBuffer.wrap(new byte[] { 0 }));
	}

	@Test
	void aKeyIsKnownByItsSelector() throws IOException {
		SelectionKey key = this.pipe.source().register(this.selector, SelectionKey.OP_READ);
		assertThat(key.selector()).isSameAs(this.selector);
		assertThat(key.channel()).isSameAs(this.pipe.source());
		assertThat(this.pipe.source().keyFor(this.selector)).isSameAs(key);
		assertThat(this.selector.keys()).containsExactly(key);
		assertThat(key.interestOps(0).interestOps()).isZero();
		write();
		assertThat(this.selector.selectNow()).isZero();
		assertThat(this.pipe.source().register(this.selector, SelectionKey.OP_READ)).isSameAs(key);
		assertThat(this.selector.selectNow()).isOne();
	}

	@Test
	void waitsForAsLongAsItIsToldAndUntilItIsWoken() throws Exception {
		long begin = System.nanoTime();
		assertThat(this.selector.select(50)).isZero();
		assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(40).toNanos());
		this.selector.wakeup();
		assertThat(this.selector.select()).isZero();
	}

	@Test
	void aCancelledKeyIsForgotten() throws IOException {
		SelectionKey key = this.pipe.source().register(this.selector, SelectionKey.OP_READ);
		write();
		this.selector.selectNow();
		key.cancel();
		assertThat(this.selector.selectNow()).isZero();
		assertThat(this.selector.selectedKeys()).isEmpty();
		assertThat(this.selector.keys()).isEmpty();
		assertThat(this.pipe.source().isRegistered()).isFalse();
		SelectionKey next = this.pipe.source().register(this.selector, SelectionKey.OP_READ);
		assertThat(next).isNotSameAs(key);
		assertThat(this.selector.selectNow()).isOne();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void nothingIsLeftOfWhatIsClosed() throws IOException {
		long before = descriptors();
		for (int i = 0; i < 50; i++) {
			Pipe other = pipe();
			other.source().register(this.selector, SelectionKey.OP_READ);
			close(other);
			this.selector.selectNow();
		}
		for (int i = 0; i < 50; i++) {
			PatientSelector other = new PatientSelector(Selector.open());
			Pipe closed = pipe();
			closed.source().register(other, SelectionKey.OP_READ);
			close(closed);
			other.close();
		}
		assertThat(descriptors()).isLessThan(before + 20);
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
			return all.count();
		}
	}

	@Test
	void aClosedOneIsOfNoUse() throws IOException {
		SelectionKey key = this.pipe.source().register(this.selector, SelectionKey.OP_READ);
		this.selector.close();
		assertThat(this.selector.isOpen()).isFalse();
		assertThat(this.pipe.source().isRegistered()).isFalse();
		assertThatExceptionOfType(CancelledKeyException.class).isThrownBy(key::interestOps);
	}

}
