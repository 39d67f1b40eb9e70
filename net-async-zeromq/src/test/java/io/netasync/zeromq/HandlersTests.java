package io.netasync.zeromq;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.netasync.zeromq.message.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Handlers}.
 *
 * @author net-async
 */
@Timeout(30)
class HandlersTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final Set<Thread> used = ConcurrentHashMap.newKeySet();

	@AfterEach
	void close() {
		this.threads.shutdownNow();
		this.timer.shutdownNow();
	}

	@Test
	void asManyAreHandledAtATimeAsMayBe() throws Exception {
		CyclicBarrier all = new CyclicBarrier(8);
		CountDownLatch met = new CountDownLatch(8);
		execute(8, 2, 8, (frames) -> {
			await(all);
			met.countDown();
		});
		assertThat(met.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void noMoreAreHandledAtATimeThanMayBe() throws Exception {
		CountDownLatch done = new CountDownLatch(50);
		execute(3, 2, 50, (frames) -> {
			sleep(3);
			done.countDown();
		});
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.used).hasSizeLessThanOrEqualTo(3);
	}

	@Test
	void oneThatTakesLongHoldsUpNone() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch others = new CountDownLatch(99);
		execute(2, 1, 100, (frames) -> {
			if (frames.size() == 9) {
				await(held);
			}
			else {
				others.countDown();
			}
		});
		assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(held.getCount()).isEqualTo(1);
		held.countDown();
	}

	@Test
	void oneThatFailsHoldsUpNone() throws Exception {
		CountDownLatch all = new CountDownLatch(10);
		execute(1, 1, 10, (frames) -> {
			all.countDown();
			throw new AssertionError("on purpose");
		});
		assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void afterTheEndNobodyLooksForMoreThreads() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		execute(1000, 1, 1100, (frames) -> {
			begun.countDown();
			await(held);
		});
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		this.threads.shutdown();
		// what has begun in the meantime is held, too; the next that would begin is
		// refused
		TimeUnit.MILLISECONDS.sleep(50);
		long looks = this.timer.getCompletedTaskCount();
		TimeUnit.MILLISECONDS.sleep(50);
		assertThat(this.timer.getCompletedTaskCount()).isEqualTo(looks);
		held.countDown();
	}

	private void execute(int most, int atOnce, int messages, Consumer<Frames> handler) {
		Handlers handlers = new Handlers(this.threads, this.timer, most, atOnce, (frames) -> {
			this.used.add(Thread.currentThread());
			handler.accept(frames);
		});
		handlers.execute(IntStream.range(0, messages).mapToObj((i) -> Frames.of(List.of(new byte[i]))).toList());
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void sleep(int millis) {
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
