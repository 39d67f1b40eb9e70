package io.netasync.zeromq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

import io.netasync.buffer.Ledger;
import io.netasync.mailbox.SendResult;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of many threads and many sockets. How long they run is a property, in seconds:
 * {@code netasync.load.seconds}.
 *
 * @author net-async
 */
@Timeout(300)
class LoadTests {

	private static final int THREADS = 32;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Duration length = Duration.ofSeconds(Integer.getInteger("netasync.load.seconds", 4));

	private final TestZeroMq zmq = new TestZeroMq();

	@AfterEach
	void close() {
		this.zmq.close();
	}

	/**
	 * Does something in all threads until the time is up.
	 * @param work is given the number of the thread
	 */
	private void inAllThreads(IntConsumer work) throws InterruptedException {
		long end = System.nanoTime() + this.length.toNanos();
		List<Thread> threads = new ArrayList<>();
		for (int number = 0; number < THREADS; number++) {
			int own = number;
			Thread thread = new Thread(() -> {
				while (System.nanoTime() < end) {
					work.accept(own);
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private static void awaitRest(ZeroMqSocket socket) {
		Awaitility.await().atMost(PATIENCE).until(() -> socket.snapshot().ledger().pending() == 0);
		Ledger ledger = socket.snapshot().ledger();
		assertThat(ledger.accepted()).as("%s: %s", socket, ledger)
			.isEqualTo(ledger.sent() + ledger.dropped().total() + ledger.failed());
	}

	@Test
	void threadsShareOneSocket() throws Exception {
		AtomicLong received = new AtomicLong();
		AtomicLong written = new AtomicLong();
		AtomicLong refused = new AtomicLong();
		long[] last = new long[THREADS];
		AtomicLong outOfOrder = new AtomicLong();
		ZeroMqSocket pull = this.zmq.open("pull", ZeroMqType.PULL,
				(socket) -> socket.bind("tcp://127.0.0.1:*").handler((message) -> {
					String[] parts = TestZeroMq.text(message).split(" ");
					int thread = Integer.parseInt(parts[0]);
					long number = Long.parseLong(parts[1]);
					outOfOrder.addAndGet((number > last[thread]) ? 0 : 1);
					last[thread] = number;
					received.incrementAndGet();
				}));
		ZeroMqSocket push = this.zmq.open("push", ZeroMqType.PUSH,
				(socket) -> socket.connect(TestZeroMq.address(pull)));
		long[] sent = new long[THREADS];
		inAllThreads((thread) -> push.send(thread + " " + ++sent[thread])
			.thenAccept((result) -> (result.isWritten() ? written : refused).incrementAndGet()));
		awaitRest(push);
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(received.get()).isEqualTo(written.get()));
		long all = 0;
		for (long one : sent) {
			all += one;
		}
		assertThat(written.get() + refused.get()).isEqualTo(all);
		// one of many that wait for room may wait too long, and is told
		assertThat(push.snapshot().ledger().refused()).isEqualTo(refused.get()).isLessThan(all / 1000);
		assertThat(outOfOrder.get()).isZero();
	}

	@Test
	void socketsShareOneContext() throws Exception {
		AtomicLong pulled = new AtomicLong();
		AtomicLong pushed = new AtomicLong();
		AtomicLong answered = new AtomicLong();
		AtomicLong asked = new AtomicLong();
		List<ZeroMqSocket> pushes = new ArrayList<>();
		List<ZeroMqSocket> asking = new ArrayList<>();
		for (int number = 0; number < 50; number++) {
			String own = String.valueOf(number);
			pushes.add(push(own, pulled));
			asking.add(req(own));
		}
		assertThat(this.zmq.zeroMq().sockets()).hasSize(200);
		inAllThreads((thread) -> {
			for (int number = thread; number < 50; number += THREADS) {
				pushes.get(number).send("load").thenAccept((result) -> count(result, pushed));
				asked.incrementAndGet();
				asking.get(number).request("question").thenRun(answered::incrementAndGet).toCompletableFuture().join();
			}
		});
		pushes.forEach(LoadTests::awaitRest);
		asking.forEach(LoadTests::awaitRest);
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(pulled.get()).isEqualTo(pushed.get()));
		assertThat(answered.get()).isEqualTo(asked.get()).isPositive();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).contains("netasync-zeromq-default");
	}

	private ZeroMqSocket push(String number, AtomicLong pulled) {
		ZeroMqSocket pull = this.zmq.open("pull" + number, ZeroMqType.PULL,
				(socket) -> socket.bind("tcp://127.0.0.1:*").handler((message) -> pulled.incrementAndGet()));
		return this.zmq.open("push" + number, ZeroMqType.PUSH, (socket) -> socket.connect(TestZeroMq.address(pull)));
	}

	private ZeroMqSocket req(String number) {
		String name = "rep" + number;
		ZeroMqSocket rep = this.zmq.open(name, ZeroMqType.REP,
				(socket) -> socket.bind("tcp://127.0.0.1:*")
					.workerThreads(1)
					.handler((message) -> echo(name, message)));
		return this.zmq.open("req" + number, ZeroMqType.REQ, (socket) -> socket.connect(TestZeroMq.address(rep)));
	}

	private void echo(String name, Message<?> message) {
		this.zmq.channels(name)
			.outbound()
			.send(MessageBuilder.withPayload(message.getPayload()).copyHeaders(message.getHeaders()).build());
	}

	private static void count(SendResult result, AtomicLong written) {
		if (result.isWritten()) {
			written.incrementAndGet();
		}
	}

}
