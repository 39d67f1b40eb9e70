package io.netasync.zeromq;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.SendResult;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.PollableChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that one socket is nothing to another, and nothing once it is closed.
 *
 * @author net-async
 */
@Timeout(120)
class IsolationTests {

	private static final ReceiveBufferPolicy TEN = new ReceiveBufferPolicy(10, 1024 * 1024, Overflow.BLOCK);

	private static final SendBufferPolicy FAILING = new SendBufferPolicy(10, 1024 * 1024, Overflow.FAIL, Duration.ZERO);

	private final TestZeroMq zmq = new TestZeroMq();

	@AfterEach
	void close() {
		this.zmq.close();
	}

	private ZeroMqSocket pull(String name, List<String> into) {
		return this.zmq.open(name, ZeroMqType.PULL,
				(socket) -> socket.bind("tcp://127.0.0.1:*").handler((message) -> into.add(TestZeroMq.text(message))));
	}

	private ZeroMqSocket push(String name, ZeroMqSocket to) {
		return this.zmq.open(name, ZeroMqType.PUSH,
				(socket) -> socket.connect(TestZeroMq.address(to)).hwm(10, 10).sendBuffer(FAILING));
	}

	private void fill(ZeroMqSocket push) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> push.send(new byte[64 * 1024]).toCompletableFuture().getNow(SendResult.WRITTEN),
					(result) -> !result.isWritten());
	}

	@Test
	void aBlockedHandlerHoldsUpOnlyItsOwnSocket() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		List<String> received = new CopyOnWriteArrayList<>();
		ZeroMqSocket stuck = this.zmq.open("stuck", ZeroMqType.PULL,
				(socket) -> socket.bind("tcp://127.0.0.1:*")
					.hwm(10, 10)
					.receiveBuffer(TEN)
					.handler((message) -> await(release)));
		ZeroMqSocket toStuck = push("to-stuck", stuck);
		ZeroMqSocket free = pull("free", received);
		ZeroMqSocket toFree = push("to-free", free);
		fill(toStuck);
		assertThat(stuck.snapshot().received()).isLessThanOrEqualTo(20);
		TestZeroMq.send(toFree, "hello").orThrow();
		Awaitility.await().until(() -> received.equals(List.of("hello")));
		release.countDown();
		Awaitility.await().until(() -> stuck.snapshot().received() == toStuck.snapshot().ledger().sent());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void anUnreadQueueHoldsUpOnlyItsOwnSocket() throws Exception {
		List<String> received = new CopyOnWriteArrayList<>();
		ZeroMqSocket unread = this.zmq.open("unread", ZeroMqType.PULL,
				(socket) -> socket.bind("tcp://127.0.0.1:*")
					.hwm(10, 10)
					.receiveBuffer(TEN)
					.inboundChannel(Inbound.QUEUE));
		ZeroMqSocket toUnread = push("to-unread", unread);
		ZeroMqSocket toFree = push("to-free", pull("free", received));
		fill(toUnread);
		TestZeroMq.send(toFree, "hello").orThrow();
		Awaitility.await().until(() -> received.equals(List.of("hello")));
		PollableChannel inbound = (PollableChannel) this.zmq.channels("unread").inbound();
		long sent = toUnread.snapshot().ledger().sent();
		for (long number = 0; number < sent; number++) {
			assertThat(inbound.receive(10_000)).isNotNull();
		}
	}

	@Test
	void handlersAndEventsNeverRunOnTheThreadOfTheSockets() throws Exception {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		ZeroMqSocket pull = this.zmq.open("pull", ZeroMqType.PULL, (socket) -> socket.bind("tcp://127.0.0.1:*")
			.handler((message) -> threads.add(Thread.currentThread().getName())));
		this.zmq.channels("pull").status().subscribe((message) -> threads.add(Thread.currentThread().getName()));
		ZeroMqSocket push = push("push", pull);
		push.send("hello").thenRun(() -> threads.add(Thread.currentThread().getName()));
		Awaitility.await().until(() -> pull.snapshot().received() == 1 && threads.size() > 1);
		assertThat(threads).noneMatch((name) -> name.equals("netasync-zeromq-default") || name.startsWith("reaper")
				|| name.startsWith("iothread"));
		assertThat(this.zmq.events()).hasAtLeastOneElementOfType(NetAsyncEvent.Connected.class)
			.hasAtLeastOneElementOfType(NetAsyncEvent.ConnectionAccepted.class)
			.hasAtLeastOneElementOfType(NetAsyncEvent.ServerListening.class);
	}

	@Test
	void whatIsClosedLeavesNothingBehind() throws Exception {
		cycles(20);
		int files = openFiles();
		int threads = Thread.activeCount();
		cycles(500);
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(openFiles()).isLessThanOrEqualTo(files + 10);
			assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
		});
		assertThat(this.zmq.netAsync().channels("push")).isEmpty();
	}

	private void cycles(int count) throws Exception {
		for (int round = 0; round < count; round++) {
			List<String> received = new CopyOnWriteArrayList<>();
			ZeroMqSocket pull = pull("pull", received);
			ZeroMqSocket push = push("push", pull);
			TestZeroMq.send(push, "hello").orThrow();
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> received.size() == 1);
			push.close();
			pull.close();
		}
	}

	private static int openFiles() {
		return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
	}

}
