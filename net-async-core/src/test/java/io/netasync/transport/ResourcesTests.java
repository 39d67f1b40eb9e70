package io.netasync.transport;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.netasync.frame.FrameException;
import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.EventLoops.Io;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.support.NoOpTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that connections, also hostile ones, leave nothing behind.
 *
 * @author net-async
 */
@Timeout(180)
@ExtendWith(NoLeaks.class)
class ResourcesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final long MEGABYTE = 1024 * 1024;

	private final AtomicInteger events = new AtomicInteger();

	private final AtomicInteger messages = new AtomicInteger();

	private final AtomicInteger errors = new AtomicInteger();

	private EventLoops eventLoops;

	private NettyServerConnectionFactory server;

	@BeforeEach
	void start() {
		start(Io.AUTO);
	}

	private void start(Io io) {
		this.eventLoops = EventLoops.start(io, 2);
		this.server = configured(new NettyServerConnectionFactory(0));
		this.server.setEventLoops(this.eventLoops);
		this.server.registerListener(this::received);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop();
		this.eventLoops.close();
	}

	private <T extends AbstractConnectionFactory> T configured(T factory) {
		LengthHeaderSerializer codec = new LengthHeaderSerializer((int) MEGABYTE);
		factory.setSerializer(codec);
		factory.setDeserializer(codec);
		factory.setApplicationEventPublisher((event) -> this.events.incrementAndGet());
		factory.setTaskScheduler(new NoOpTaskScheduler());
		return factory;
	}

	private void received(Message<?> message) {
		if (message instanceof ErrorMessage error) {
			assertThat(error.getPayload()).isInstanceOf(FrameException.class);
			this.errors.incrementAndGet();
		}
		else {
			this.messages.incrementAndGet();
		}
	}

	private ScriptedConnection connect() {
		return ScriptedPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.getPort()));
	}

	@Test
	void hostileLengthsCloseTheOffenderOnly() {
		List<ScriptedConnection> honest = IntStream.range(0, 5).mapToObj((i) -> connect()).toList();
		offend(500);
		long heap = usedHeap();
		long direct = usedDirect();
		CompletableFuture<?>[] offenders = IntStream.range(0, 4)
			.mapToObj((i) -> CompletableFuture.runAsync(() -> offend(2500)))
			.toArray(CompletableFuture[]::new);
		for (int i = 0; i < 100; i++) {
			honest.forEach((connection) -> connection.sendFrame("hello"));
		}
		CompletableFuture.allOf(offenders).join();
		Awaitility.await().atMost(TIMEOUT).until(() -> this.errors.get() == 10_500 && this.messages.get() == 500);
		assertThat(this.server.getOpenConnectionIds()).hasSize(5);
		assertThat(usedHeap() - heap).isLessThan(5 * MEGABYTE);
		assertThat(usedDirect() - direct).isLessThan(2 * MEGABYTE);
		honest.forEach(ScriptedConnection::close);
	}

	private void offend(int times) {
		String[] lengths = { "7fffffff", "ffffffff", "80000000" };
		for (int i = 0; i < times; i++) {
			try (ScriptedConnection offender = connect()) {
				offender.sendHex(lengths[i % lengths.length]).expectClosed();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Io.class, names = { "AUTO", "NIO" })
	void aThousandConnectionsLeaveNothingBehind(Io io) throws Exception {
		stop();
		start(io);
		NettyClientConnectionFactory client = configured(
				new NettyClientConnectionFactory("127.0.0.1", this.server.getPort()));
		client.setEventLoops(this.eventLoops);
		client.start();
		cycle(client, 100);
		int threads = Thread.activeCount();
		int descriptors = descriptors();
		long direct = usedDirect();
		long heap = usedHeap();
		cycle(client, 1000);
		assertThat(this.events).hasValue(4 * 1100);
		assertThat(this.messages).hasValue(1100);
		assertThat(descriptors() - descriptors).isLessThan(5);
		assertThat(usedDirect() - direct).isLessThan(2 * MEGABYTE);
		assertThat(usedHeap() - heap).isLessThan(5 * MEGABYTE);
		assertThat(Thread.activeCount() - threads).isLessThan(20);
		client.stop();
	}

	private void cycle(NettyClientConnectionFactory client, int times) throws InterruptedException {
		int target = this.events.get() + 4 * times;
		for (int i = 0; i < times; i++) {
			TcpConnectionSupport connection = client.getConnection();
			connection.send(new GenericMessage<>("hello"));
			connection.close();
		}
		Awaitility.await().atMost(TIMEOUT).until(() -> this.events.get() == target);
		Awaitility.await().atMost(TIMEOUT).until(() -> known(client) == 0 && known(this.server) == 0);
		assertThat(client.getOpenConnectionIds()).isEmpty();
		assertThat(this.server.getOpenConnectionIds()).isEmpty();
	}

	private static int known(AbstractConnectionFactory factory) {
		return ((Map<?, ?>) new DirectFieldAccessor(factory).getPropertyValue("connections")).size();
	}

	@Test
	void ownThreadsEndWithTheFactory() throws Exception {
		long before = ioThreads();
		for (int i = 0; i < 20; i++) {
			NettyServerConnectionFactory own = configured(new NettyServerConnectionFactory(0));
			own.start();
			NettyClientConnectionFactory client = configured(
					new NettyClientConnectionFactory("127.0.0.1", own.getPort()));
			client.start();
			client.getConnection().send(new GenericMessage<>("hello"));
			client.stop();
			own.stop();
		}
		assertThat(ioThreads()).isEqualTo(before);
	}

	private static long ioThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("netasync-io") || thread.getName().startsWith("pool-"))
			.count();
	}

	@Test
	void connectionsThatFailLeaveNothingBehind() throws Exception {
		int port = this.server.getPort();
		this.server.stop();
		NettyClientConnectionFactory client = configured(new NettyClientConnectionFactory("127.0.0.1", port));
		client.setEventLoops(this.eventLoops);
		client.start();
		int descriptors = descriptors();
		List<Throwable> failures = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			try {
				client.getConnection();
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		}
		assertThat(failures).hasSize(500);
		assertThat(this.events).hasValue(500);
		assertThat(descriptors() - descriptors).isLessThan(5);
		client.stop();
	}

	private static int descriptors() {
		String[] open = new File("/proc/self/fd").list();
		return (open != null) ? open.length : 0;
	}

	private static long usedHeap() {
		Runtime runtime = Runtime.getRuntime();
		System.gc();
		System.gc();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	private static long usedDirect() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

}
