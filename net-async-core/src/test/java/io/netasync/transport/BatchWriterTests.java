package io.netasync.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.netasync.frame.LengthHeaderSerializer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.core.serializer.Serializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link BatchWriter}.
 *
 * @author net-async
 */
@ExtendWith(NoLeaks.class)
class BatchWriterTests {

	private final Kernel kernel = new Kernel();

	private final EmbeddedChannel channel = new EmbeddedChannel(this.kernel);

	private final AtomicInteger writable = new AtomicInteger();

	private final List<String> outcome = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	private BatchWriter writer = writer(false);

	private BatchWriter writer(boolean oneMessageEach) {
		return new BatchWriter(this.channel, oneMessageEach, LengthHeaderSerializer.HEARTBEAT,
				this.writable::incrementAndGet, this.failures::add, () -> {
				});
	}

	@AfterEach
	void close() {
		this.writer.close();
		this.channel.finishAndReleaseAll();
		assertThat(this.kernel.held).isEmpty();
	}

	@SuppressWarnings("unchecked")
	private void write(String name, int size) throws IOException {
		this.writer.write((Serializer<Object>) (Serializer<?>) new LengthHeaderSerializer(10_000_000), new byte[size],
				new Outcome(name, this.outcome));
	}

	@Test
	void burstIsOneFlush() throws IOException {
		for (int i = 0; i < 1000; i++) {
			write("m" + i, 60);
		}
		this.channel.runPendingTasks();
		assertThat(this.kernel.flushes).isEqualTo(1);
		assertThat(this.kernel.held).hasSize(2);
		this.kernel.takeAll();
		assertThat(this.outcome).hasSize(1000).startsWith("m0 written").endsWith("m999 written");
		assertThat(this.writer.hasPending()).isFalse();
	}

	@Test
	void messageIsWrittenWhenItsLastByteIsTaken() throws IOException {
		write("a", 6);
		write("b", 6);
		write("c", 6);
		this.channel.runPendingTasks();
		this.kernel.takeThenBreak(20);
		assertThat(this.outcome).containsExactly("a written", "b written", "c unwritten");
	}

	@Test
	void messageThatLacksAByteIsUnwritten() throws IOException {
		write("a", 6);
		write("b", 6);
		this.channel.runPendingTasks();
		this.kernel.takeThenBreak(19);
		assertThat(this.outcome).containsExactly("a written", "b unwritten");
	}

	@Test
	void underTlsEveryMessageIsWrittenOrNotAsAWhole() throws IOException {
		this.writer = writer(true);
		write("a", 6);
		write("b", 6);
		this.channel.runPendingTasks();
		assertThat(this.kernel.held).hasSize(2);
		this.kernel.takeFirst();
		this.kernel.takeThenBreak(10);
		assertThat(this.outcome).containsExactly("a written", "b unwritten");
	}

	@Test
	void nothingOvertakesAMessageThatAHandlerRefuses() throws IOException {
		this.writer = writer(true);
		RuntimeException refusal = new IllegalStateException("refused");
		this.channel.pipeline().addLast(new ChannelOutboundHandlerAdapter() {

			@Override
			public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
				ByteBuf bytes = (ByteBuf) message;
				if (bytes.readableBytes() == 4 + 7) {
					bytes.release();
					throw refusal;
				}
				context.write(message, promise);
			}

		});
		write("a", 6);
		write("b", 7);
		write("c", 6);
		write("d", 7);
		this.channel.runPendingTasks();
		assertThat(this.kernel.held).hasSize(1);
		assertThat(this.failures).containsExactly(refusal);
		this.kernel.takeFirst();
		assertThat(this.outcome).containsExactly("a written", "b refused", "c unwritten", "d unwritten");
	}

	@Test
	void whatWasNeverFlushedIsUnwritten() throws IOException {
		write("a", 40_000);
		write("b", 6);
		this.writer.close();
		assertThat(this.outcome).containsExactly("a unwritten", "b unwritten");
		assertThatIOException().isThrownBy(() -> write("c", 1));
		assertThat(this.outcome).hasSize(2);
		this.channel.runPendingTasks();
		assertThat(this.kernel.held).isEmpty();
	}

	@Test
	void refusedPayloadLeavesNoTrace() throws IOException {
		write("a", 6);
		Serializer<Object> half = (Object payload, OutputStream out) -> {
			out.write(new byte[100]);
			throw new IOException("refused");
		};
		assertThatIOException()
			.isThrownBy(() -> this.writer.write(half, new byte[1], new Outcome("refused", this.outcome)))
			.withMessage("refused");
		write("b", 6);
		this.channel.runPendingTasks();
		assertThat(this.kernel.held.get(0).readableBytes()).isEqualTo(20);
		this.kernel.takeAll();
		assertThat(this.outcome).containsExactly("a written", "b written");
	}

	@Test
	void isNotWritableWhileMuchIsUnderWay() throws IOException {
		assertThat(this.writer.isWritable()).isTrue();
		for (int i = 0; i < 9; i++) {
			write("m" + i, 32_000);
			this.channel.runPendingTasks();
		}
		assertThat(this.writer.isWritable()).isFalse();
		this.kernel.takeFirst();
		assertThat(this.writer.isWritable()).isFalse();
		this.kernel.takeAll();
		assertThat(this.writer.isWritable()).isTrue();
		assertThat(this.writable).hasValue(1);
	}

	@Test
	void seesProgressInsideALargeMessage() throws IOException {
		write("large", 5_000_000);
		this.channel.runPendingTasks();
		long before = this.writer.lastProgress();
		assertThat(this.writer.lastProgress()).isEqualTo(before);
		this.kernel.take(1000);
		assertThat(this.writer.lastProgress()).isGreaterThan(before);
		this.kernel.takeAll();
	}

	private record Outcome(String name, List<String> outcome) implements WriteCallback {

		@Override
		public void deferred() {
		}

		@Override
		public void written() {
			this.outcome.add(this.name + " written");
		}

		@Override
		public void unwritten() {
			this.outcome.add(this.name + " unwritten");
		}

		@Override
		public void refused(Throwable cause) {
			this.outcome.add(this.name + " " + cause.getMessage());
		}

	}

	/**
	 * Takes bytes as a test says and, as Netty does, advances the reader index.
	 */
	private static final class Kernel extends ChannelOutboundHandlerAdapter {

		private final List<ByteBuf> held = new ArrayList<>();

		private final List<ChannelPromise> promises = new ArrayList<>();

		private int flushes;

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			this.held.add((ByteBuf) message);
			this.promises.add(promise);
		}

		@Override
		public void flush(ChannelHandlerContext context) {
			this.flushes++;
		}

		void take(int bytes) {
			this.held.get(0).skipBytes(bytes);
		}

		void takeFirst() {
			ByteBuf buffer = this.held.remove(0);
			buffer.skipBytes(buffer.readableBytes());
			buffer.release();
			this.promises.remove(0).setSuccess();
		}

		void takeAll() {
			while (!this.held.isEmpty()) {
				takeFirst();
			}
		}

		void takeThenBreak(int bytes) {
			take(bytes);
			while (!this.held.isEmpty()) {
				this.held.remove(0).release();
				this.promises.remove(0).setFailure(new ClosedChannelException());
			}
		}

	}

}
