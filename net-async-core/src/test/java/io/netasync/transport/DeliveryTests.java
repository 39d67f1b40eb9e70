package io.netasync.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.netasync.test.ChaosProxy;
import io.netasync.test.Fault;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.Spi.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that messages arrive whole and in order, and that what is reported about them is
 * what happened.
 *
 * @author net-async
 */
@Timeout(180)
@ExtendWith(NoLeaks.class)
class DeliveryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(120);

	private static final int SENDERS = 4;

	private static final int EACH = 6250;

	private final Spi spi = new Spi();

	@AfterEach
	void close() {
		this.spi.close();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void fiftyThousandMessagesArriveWholeAndInOrder(Kind kind) throws Exception {
		NettyServerConnectionFactory server = (NettyServerConnectionFactory) this.spi.server(kind);
		Recorded accepted = new Recorded();
		Verifier atServer = new Verifier();
		server.registerListener(atServer);
		server.registerSender(accepted);
		server.start();
		try (ChaosProxy proxy = ChaosProxy.start(new InetSocketAddress("127.0.0.1", server.getPort()))) {
			proxy.add(Fault.slice(4000, Duration.ZERO)).add(Fault.latency(Duration.ofMillis(5), Duration.ofMillis(5)));
			NettyClientConnectionFactory client = (NettyClientConnectionFactory) this.spi.client(kind, proxy.port());
			Verifier atClient = new Verifier();
			client.registerListener(atClient);
			client.start();
			TcpConnection connection = client.getConnection();
			Awaitility.await().atMost(TIMEOUT).until(() -> !accepted.connections().isEmpty());
			CompletableFuture<?>[] senders = IntStream.range(0, 2 * SENDERS)
				.mapToObj((i) -> CompletableFuture.runAsync(
						() -> send((i < SENDERS) ? connection : accepted.connections().get(0), (byte) (i % SENDERS))))
				.toArray(CompletableFuture[]::new);
			CompletableFuture.allOf(senders).join();
			Awaitility.await().atMost(TIMEOUT).until(() -> atServer.complete() && atClient.complete());
			assertThat(atServer.wrong).hasNullValue();
			assertThat(atClient.wrong).hasNullValue();
			client.stop();
		}
		server.stop();
	}

	private static void send(TcpConnection connection, byte sender) {
		Random random = new Random(sender);
		for (int i = 0; i < EACH; i++) {
			connection.send(new GenericMessage<>(payload(sender, random)));
		}
	}

	private static byte[] payload(byte sender, Random random) {
		int size = (random.nextInt(200) == 0) ? 1 + random.nextInt(200 * 1024) : 1 + random.nextInt(300);
		byte[] payload = new byte[size];
		random.nextBytes(payload);
		payload[0] = sender;
		return payload;
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void burstIsOneFlush(Kind kind) {
		NettyServerConnectionFactory server = (NettyServerConnectionFactory) this.spi.server(kind);
		Flushes flushes = new Flushes();
		server.setDispatchers((channel) -> {
			channel.pipeline().addFirst(flushes);
			return new SerialDispatcher(channel.eventLoop(), Spi.room(100));
		});
		Recorded accepted = Recorded.by(server);
		server.start();
		try (ScriptedConnection remote = connect(server)) {
			Awaitility.await().atMost(TIMEOUT).until(() -> !accepted.connections().isEmpty());
			CountDownLatch sent = new CountDownLatch(1);
			((NettyTcpConnection) accepted.connections().get(0)).dispatcher().execute(() -> Recorded.await(sent));
			AtomicInteger written = new AtomicInteger();
			for (int i = 0; i < 1000; i++) {
				accepted.connections()
					.get(0)
					.send(new TrackedMessage(new GenericMessage<>("message " + i), "message " + i,
							(message) -> written.incrementAndGet()));
			}
			sent.countDown();
			for (int i = 0; i < 1000; i++) {
				assertThat(remote.expectFrame()).asString().isEqualTo("message " + i);
			}
			Awaitility.await().atMost(TIMEOUT).until(() -> written.get() == 1000);
			assertThat(flushes.count).hasValue(1);
		}
		server.stop();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void reportsAsWrittenExactlyWhatTheKernelTook(Kind kind) throws Exception {
		reportsAsWrittenWhatArrived(kind, List.of(), (bytes) -> bytes);
	}

	@Test
	void reportsAsWrittenWhatArrivedThroughHandlersThatChangeBytes() throws Exception {
		reportsAsWrittenWhatArrived(Kind.NETTY, List.of((pipeline, owner) -> pipeline.addLast(new Scramble())),
				Scramble::of);
	}

	private void reportsAsWrittenWhatArrived(Kind kind, List<ChannelPipelineCustomizer> customizers,
			UnaryOperator<byte[]> wire) throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			NettyClientConnectionFactory client = (NettyClientConnectionFactory) this.spi.client(kind, peer.port());
			client.setPipelineCustomizers(customizers);
			client.start();
			NettyTcpConnection connection = (NettyTcpConnection) client.getConnection();
			ScriptedConnection remote = peer.accept();
			List<Integer> written = new CopyOnWriteArrayList<>();
			List<Integer> unwritten = new CopyOnWriteArrayList<>();
			Random random = new Random(7);
			for (int i = 0; i < 3000; i++) {
				connection.send(new Reported(i, new byte[1 + random.nextInt(10_000)], written, unwritten));
			}
			Awaitility.await()
				.during(Duration.ofMillis(300))
				.atMost(TIMEOUT)
				.until(() -> System.nanoTime() - connection.lastWriteProgressNanos() > 100_000_000);
			connection.close();
			Awaitility.await().atMost(TIMEOUT).until(() -> written.size() + unwritten.size() == 3000);
			int received = frames(wire.apply(remote.receiveUntilClosed()));
			assertThat(received).isEqualTo(written.size()).isBetween(1, 2999);
			assertThat(written).isEqualTo(IntStream.range(0, received).boxed().toList());
			assertThat(unwritten).isEqualTo(IntStream.range(received, 3000).boxed().toList());
			client.stop();
		}
	}

	@Test
	void resetEndsEveryMessageOnce() throws Exception {
		try (ScriptedPeer peer = ScriptedPeer.listen()) {
			NettyClientConnectionFactory client = (NettyClientConnectionFactory) this.spi.client(Kind.NETTY,
					peer.port());
			client.start();
			NettyTcpConnection connection = (NettyTcpConnection) client.getConnection();
			ScriptedConnection remote = peer.accept();
			List<Integer> written = new CopyOnWriteArrayList<>();
			List<Integer> unwritten = new CopyOnWriteArrayList<>();
			for (int i = 0; i < 3000; i++) {
				connection.send(new Reported(i, new byte[10_000], written, unwritten));
			}
			Awaitility.await().atMost(TIMEOUT).until(() -> !written.isEmpty());
			remote.reset();
			Awaitility.await().atMost(TIMEOUT).until(() -> written.size() + unwritten.size() == 3000);
			assertThat(IntStream.concat(written.stream().mapToInt((i) -> i), unwritten.stream().mapToInt((i) -> i))
				.boxed()
				.toList()).isEqualTo(IntStream.range(0, 3000).boxed().toList());
			client.stop();
		}
	}

	private static int frames(byte[] bytes) {
		int frames = 0;
		for (int i = 0; i + 4 <= bytes.length; frames++) {
			i += 4 + ByteBuffer.wrap(bytes).getInt(i);
			if (i > bytes.length) {
				return frames;
			}
		}
		return frames;
	}

	@Test
	void whatIsLeftOfAReadDoesNotPileUp() {
		NettyServerConnectionFactory server = (NettyServerConnectionFactory) this.spi.server(Kind.NETTY);
		AtomicInteger received = new AtomicInteger();
		Recorded accepted = new Recorded();
		server.registerSender(accepted);
		server.registerListener((message) -> received.incrementAndGet());
		server.start();
		try (ScriptedConnection remote = connect(server)) {
			byte[] stream = new byte[4 * 10_007];
			for (int i = 0; i < 4; i++) {
				ByteBuffer.wrap(stream).putInt(i * 10_007, 10_003);
			}
			remote.send(Arrays.copyOf(stream, 5000));
			byte[] shifted = new byte[stream.length];
			for (int i = 0; i < stream.length; i++) {
				shifted[i] = stream[(i + 5000) % stream.length];
			}
			for (int i = 0; i < 1000; i++) {
				remote.send(shifted);
				int expected = 4 * (i + 1);
				Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> received.get() == expected);
			}
			Object cutter = new DirectFieldAccessor(accepted.connections().get(0)).getPropertyValue("reader.cutter");
			ByteBuf rest = (ByteBuf) new DirectFieldAccessor(cutter).getPropertyValue("received");
			assertThat(rest.capacity()).isLessThan(1024 * 1024);
		}
		server.stop();
	}

	private static ScriptedConnection connect(NettyServerConnectionFactory server) {
		return ScriptedPeer.connect(new InetSocketAddress("127.0.0.1", server.getPort()));
	}

	/**
	 * Makes the payloads of all senders anew and compares.
	 */
	private static final class Verifier implements TcpListener {

		private final Random[] randoms = IntStream.range(0, SENDERS).mapToObj(Random::new).toArray(Random[]::new);

		private final int[] counts = new int[SENDERS];

		private final AtomicReference<String> wrong = new AtomicReference<>();

		private final AtomicInteger total = new AtomicInteger();

		@Override
		public void onMessage(Message<?> message) {
			if (message instanceof ErrorMessage error) {
				this.wrong.set(error.toString());
				return;
			}
			byte[] received = (byte[]) message.getPayload();
			byte sender = received[0];
			if (!Arrays.equals(received, payload(sender, this.randoms[sender]))) {
				this.wrong.compareAndSet(null, "sender " + sender + " message " + this.counts[sender]);
			}
			this.counts[sender]++;
			this.total.incrementAndGet();
		}

		boolean complete() {
			return this.wrong.get() != null || this.total.get() == SENDERS * EACH;
		}

	}

	private static final class Flushes extends ChannelOutboundHandlerAdapter {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public void flush(ChannelHandlerContext context) {
			this.count.incrementAndGet();
			context.flush();
		}

	}

}
