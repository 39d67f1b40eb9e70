package io.netasync.autoconfigure.metrics;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is taken once a scrape, as a server with many connections walks all of
 * them for it and each meter asks for one.
 *
 * @param <S> the type of the snapshot
 * @author net-async
 */
final class CachedSnapshot<S> {

	/** Longer than reading the meters of one server takes, shorter than anyone waits. */
	static final Duration AGE = Duration.ofMillis(200);

	private final Supplier<S> source;

	private final LongSupplier clock;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable S snapshot;

	private long takenAt;

	CachedSnapshot(Supplier<S> source, LongSupplier clock) {
		this.source = source;
		this.clock = clock;
	}

	S get() {
		this.lock.lock();
		try {
			S current = this.snapshot;
			if (current == null || this.clock.getAsLong() - this.takenAt > AGE.toNanos()) {
				current = this.source.get();
				this.snapshot = current;
				this.takenAt = this.clock.getAsLong();
			}
			return current;
		}
		finally {
			this.lock.unlock();
		}
	}

}
