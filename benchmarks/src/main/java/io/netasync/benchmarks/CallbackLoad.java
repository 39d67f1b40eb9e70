package io.netasync.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.netasync.client.NetAsyncClient;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Asks through a client: each reply brings the next request, and no thread waits.
 *
 * @param client the client
 * @author net-async
 */
record CallbackLoad(NetAsyncClient client) implements RequestLoad {

	@Override
	public long ask(long nanos) throws Exception {
		Run run = new Run(this.client, System.nanoTime() + nanos);
		for (int i = 0; i < WINDOW; i++) {
			run.next();
		}
		if (!run.ended.await(nanos + TimeUnit.SECONDS.toNanos(30), TimeUnit.NANOSECONDS)) {
			throw new IllegalStateException("Requests did not end");
		}
		Throwable failure = run.failure.get();
		if (failure != null) {
			throw new IllegalStateException(failure);
		}
		return run.answered.get();
	}

	/**
	 * One time that is measured.
	 */
	private static final class Run {

		private final NetAsyncClient client;

		private final long until;

		private final AtomicLong made = new AtomicLong();

		private final AtomicLong answered = new AtomicLong();

		private final CountDownLatch ended = new CountDownLatch(WINDOW);

		private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

		private Run(NetAsyncClient client, long until) {
			this.client = client;
			this.until = until;
		}

		private void next() {
			byte[] payload = RequestLoad.payload(this.made.getAndIncrement());
			this.client.request(payload).whenComplete((reply, problem) -> ended(payload, reply, problem));
		}

		private void ended(byte[] request, @Nullable Message<?> reply, @Nullable Throwable problem) {
			try {
				if (reply == null) {
					throw new IllegalStateException(problem);
				}
				RequestLoad.check(request, reply.getPayload());
				this.answered.incrementAndGet();
				if (System.nanoTime() - this.until < 0) {
					next();
					return;
				}
			}
			catch (IllegalStateException ex) {
				this.failure.set(ex);
			}
			this.ended.countDown();
		}

	}

}
