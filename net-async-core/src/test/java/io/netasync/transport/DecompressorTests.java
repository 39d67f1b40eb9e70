package io.netasync.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import io.netasync.event.DisconnectReason;
import io.netasync.memory.MemoryBudget;
import io.netasync.transport.Compression.Type;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.JdkZlibEncoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Decompressor} and {@link Compression}.
 *
 * @author net-async
 */
@ExtendWith(NoLeaks.class)
class DecompressorTests {

	private final MemoryBudget memory = new MemoryBudget(1_000_000);

	private EmbeddedChannel channel(Type type, int maxRatio, Reader reader) {
		EmbeddedChannel channel = new EmbeddedChannel();
		new Compression(type, maxRatio).addTo(channel.pipeline(), this.memory);
		channel.pipeline().addLast(reader);
		return channel;
	}

	private static byte[] compressed(Type type, byte[]... messages) {
		EmbeddedChannel channel = new EmbeddedChannel();
		new Compression(type, 1).addTo(channel.pipeline(), MemoryBudget.unlimited());
		ByteBuf all = Unpooled.buffer();
		for (byte[] message : messages) {
			channel.writeOutbound(Unpooled.wrappedBuffer(message));
			for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
				all.writeBytes(next);
				next.release();
			}
		}
		channel.finishAndReleaseAll();
		byte[] bytes = new byte[all.readableBytes()];
		all.readBytes(bytes);
		return bytes;
	}

	private static byte[] zeros(int size) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
			out.write(new byte[size]);
		}
		return bytes.toByteArray();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void anyBytesSurviveAnySplit(Type type) {
		byte[] first = "hello hello hello hello".getBytes();
		byte[] second = new byte[300];
		new Random(1).nextBytes(second);
		byte[] bytes = compressed(type, first, second, first);
		byte[] expected = Unpooled.wrappedBuffer(first, second, first).copy().array();
		for (int split = 0; split <= bytes.length; split++) {
			Reader reader = new Reader();
			EmbeddedChannel channel = channel(type, 100, reader);
			channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, split));
			channel.writeInbound(Unpooled.copiedBuffer(bytes, split, bytes.length - split));
			assertThat(reader.bytes()).isEqualTo(expected);
			assertThat(reader.failure).isNull();
			channel.finishAndReleaseAll();
		}
		assertThat(this.memory.used()).isZero();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void hostileBytesEndInOneWay(Type type) {
		Random random = new Random(3);
		byte[] text = "some text ".repeat(100).getBytes();
		byte[] seed = compressed(type, text, text);
		int[] ends = new int[2];
		for (int run = 0; run < 10_000; run++) {
			byte[] bytes = seed.clone();
			for (int i = random.nextInt(3); i >= 0; i--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			Reader reader = new Reader();
			EmbeddedChannel channel = channel(type, 100, reader);
			ByteBuf buffer = Unpooled.copiedBuffer(bytes);
			channel.writeInbound(buffer);
			channel.finishAndReleaseAll();
			assertThat(buffer.refCnt()).isZero();
			ends[(reader.failure != null) ? 1 : 0]++;
			if (reader.failure != null) {
				assertThat(reader.failure).isInstanceOfSatisfying(ConnectionClosedException.class,
						(ex) -> assertThat(ex.reason()).isEqualTo(DisconnectReason.FRAME_ERROR));
			}
		}
		assertThat(ends).doesNotContain(0);
		assertThat(this.memory.used()).isZero();
	}

	@Test
	void whatIsNotWantedYetStaysCompressed() throws IOException {
		Reader reader = new Reader();
		EmbeddedChannel channel = channel(Type.ZLIB, 2000, reader);
		reader.pauseAt = 100_000;
		byte[] bytes = zeros(60_000_000);
		assertThat(bytes.length).isBetween(55_000, 65_536);
		ByteBuf read = channel.alloc().directBuffer(65_536).writeBytes(bytes);
		channel.pipeline().fireChannelRead(read);
		assertThat(reader.size).isBetween(100_000, 700_000);
		assertThat(this.memory.used()).isEqualTo(65_536);
		int before = reader.size;
		channel.config().setAutoRead(true);
		assertThat(reader.size).isBetween(before + 1, before + 600_000);
		reader.pauseAt = Integer.MAX_VALUE;
		channel.config().setAutoRead(true);
		assertThat(reader.size).isEqualTo(60_000_000);
		assertThat(this.memory.used()).isZero();
		channel.finishAndReleaseAll();
	}

	@Test
	void whatCameBeforeTheEndIsStillHandedOn() throws IOException {
		Reader reader = new Reader();
		EmbeddedChannel channel = channel(Type.ZLIB, 2000, reader);
		reader.pauseAt = 1;
		channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(zeros(2_000_000)));
		assertThat(reader.size).isLessThan(700_000);
		channel.finishAndReleaseAll();
		assertThat(reader.size).isEqualTo(2_000_000);
		assertThat(this.memory.used()).isZero();
	}

	@Test
	void aBombIsCutOffWithinOneRead() throws IOException {
		Reader reader = new Reader();
		EmbeddedChannel channel = channel(Type.ZLIB, 100, reader);
		channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(zeros(60_000_000)));
		assertThat(reader.size).isLessThan(200_000);
		assertThat(reader.failure).isInstanceOfSatisfying(ConnectionClosedException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(DisconnectReason.COMPRESSION_RATIO));
		channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(zeros(1000)));
		assertThat(reader.size).isLessThan(200_000);
		channel.finishAndReleaseAll();
	}

	@Test
	void anHonestPastAllowsNoBomb() throws IOException {
		Reader reader = new Reader();
		EmbeddedChannel channel = channel(Type.ZLIB, 100, reader);
		byte[] noise = new byte[4_000_000];
		new Random(2).nextBytes(noise);
		// one stream: 4 MB that can't be compressed, then 60 MB that are nothing
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
			out.write(noise);
			out.write(new byte[60_000_000]);
		}
		channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(bytes.toByteArray()));
		assertThat(reader.failure).isInstanceOf(ConnectionClosedException.class);
		assertThat(reader.size).isLessThan(4_000_000 + 13_500_000);
		channel.finishAndReleaseAll();
	}

	@Test
	void moreAfterTheEndIsAnError() throws IOException {
		Reader reader = new Reader();
		EmbeddedChannel channel = channel(Type.ZLIB, 100, reader);
		channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(zeros(10)));
		assertThat(reader.failure).isNull();
		channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(new byte[1]));
		assertThat(reader.failure).hasMessage("Not zlib: more follows the end of what was compressed");
		channel.finishAndReleaseAll();
	}

	@Test
	void whatTheGarbageCollectorDoesNotSeeIsGivenBackHoweverAConnectionEnds() {
		EmbeddedChannel channel = channel(Type.ZLIB, 100, new Reader());
		JdkZlibEncoder encoder = channel.pipeline().get(JdkZlibEncoder.class);
		channel.writeOutbound(Unpooled.wrappedBuffer(new byte[10]));
		assertThat(encoder.isClosed()).isFalse();
		channel.pipeline().firstContext().close();
		channel.runPendingTasks();
		assertThat(encoder.isClosed()).isTrue();
		channel.finishAndReleaseAll();
	}

	@Test
	void muchThatBecomesNothingIsAnError() {
		Reader reader = new Reader();
		EmbeddedChannel channel = channel(Type.SNAPPY, 100, reader);
		// a block that claims 16 MB
		channel.pipeline()
			.fireChannelRead(Unpooled.wrappedBuffer(compressed(Type.SNAPPY, new byte[100]),
					new byte[] { 0, (byte) 0xff, (byte) 0xff, (byte) 0xff }));
		for (int i = 0; i < 40; i++) {
			channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(new byte[4096]));
		}
		assertThat(reader.failure).hasMessageStartingWith("Not snappy: the last 131");
		channel.finishAndReleaseAll();
	}

	@Test
	void tellsWhenMemoryIsUsedUpByWhatIsNotWantedYet() throws IOException {
		Reader reader = new Reader();
		EmbeddedChannel channel = channel(Type.ZLIB, 2000, reader);
		reader.pauseAt = 1;
		byte[] bytes = zeros(60_000_000);
		for (int i = 0; i < 40 && reader.failure == null; i++) {
			channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(bytes));
		}
		assertThat(reader.failure).isInstanceOfSatisfying(ConnectionClosedException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(DisconnectReason.OVERLOADED));
		assertThat(this.memory.used()).isZero();
		channel.finishAndReleaseAll();
	}

	/**
	 * In the place of what cuts frames: pauses reading when it has enough.
	 */
	private static final class Reader extends ChannelInboundHandlerAdapter {

		private static final int KEPT = 10_000;

		private final List<byte[]> parts = new ArrayList<>();

		private int size;

		private int pauseAt = Integer.MAX_VALUE;

		private @Nullable Throwable failure;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ByteBuf bytes = (ByteBuf) message;
			this.size += bytes.readableBytes();
			if (this.size <= KEPT) {
				byte[] part = new byte[bytes.readableBytes()];
				bytes.readBytes(part);
				this.parts.add(part);
			}
			bytes.release();
			if (this.size >= this.pauseAt) {
				context.channel().config().setAutoRead(false);
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			this.failure = cause;
		}

		byte[] bytes() {
			return Unpooled.wrappedBuffer(this.parts.toArray(byte[][]::new)).copy().array();
		}

	}

}
