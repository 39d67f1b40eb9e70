package io.netasync.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SerialDispatcher}.
 *
 * @author net-async
 */
class SerialDispatcherTests {

	private final Queue<Runnable> executor = new ArrayDeque<>();

	private final SerialDispatcher dispatcher = new SerialDispatcher(this.executor::add, ReceiveRoom.unlimited());

	private final List<Object> done = new ArrayList<>();

	private void run() {
		for (Runnable task = this.executor.poll(); task != null; task = this.executor.poll()) {
			task.run();
		}
	}

	@Test
	void runsInOrderWhatIsAddedWhileItRuns() {
		this.dispatcher.execute(() -> {
			this.done.add(1);
			this.dispatcher.execute(() -> this.done.add(3));
			this.done.add(2);
		});
		run();
		assertThat(this.done).containsExactly(1, 2, 3);
	}

	@Test
	void asksTheExecutorOnceABurst() {
		IntStream.range(0, 50).forEach((i) -> this.dispatcher.execute(() -> this.done.add(i)));
		assertThat(this.executor).hasSize(1);
		run();
		assertThat(this.done).hasSize(50);
	}

	@Test
	void offersTheThreadToOthersAfterATurn() {
		IntStream.range(0, 100).forEach((i) -> this.dispatcher.execute(() -> this.done.add(i)));
		this.executor.remove().run();
		assertThat(this.done).hasSizeLessThan(100);
		assertThat(this.executor).hasSize(1);
		run();
		assertThat(this.done).isEqualTo(IntStream.range(0, 100).boxed().toList());
	}

	@Test
	void taskThatFailsDoesNotStopTheOthers() {
		this.dispatcher.execute(() -> {
			throw new AssertionError("expected");
		});
		this.dispatcher.execute(() -> this.done.add("next"));
		run();
		assertThat(this.done).containsExactly("next");
	}

	@Test
	void goesOnElsewhereWhenTheExecutorRefuses() {
		List<Integer> order = new CopyOnWriteArrayList<>();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		SerialDispatcher refused = new SerialDispatcher((task) -> {
			throw new RejectedExecutionException("busy");
		}, ReceiveRoom.unlimited());
		IntStream.range(0, 500).forEach((i) -> refused.execute(() -> {
			order.add(i);
			threads.add(Thread.currentThread());
		}));
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> order.size() == 500);
		assertThat(order).isEqualTo(IntStream.range(0, 500).boxed().toList());
		assertThat(threads).doesNotContain(Thread.currentThread());
	}

	@Test
	void runsOneAtATimeOnManyThreads() throws InterruptedException {
		ExecutorService pool = Executors.newFixedThreadPool(4);
		SerialDispatcher shared = new SerialDispatcher(pool, ReceiveRoom.unlimited());
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		List<Integer> order = new ArrayList<>();
		CountDownLatch delivered = new CountDownLatch(100_000);
		for (int i = 0; i < 100_000; i++) {
			int number = i;
			shared.execute(() -> {
				most.accumulateAndGet(inside.incrementAndGet(), Math::max);
				order.add(number);
				inside.decrementAndGet();
				delivered.countDown();
			});
		}
		assertThat(delivered.await(20, TimeUnit.SECONDS)).isTrue();
		pool.shutdown();
		assertThat(most).hasValue(1);
		assertThat(order).isEqualTo(IntStream.range(0, 100_000).boxed().toList());
	}

}
