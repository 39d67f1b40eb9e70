package io.netasync.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.util.Assert;

/**
 * How many bytes all send buffers, all messages that wait for their handler and all
 * half-received frames of an application may take together.
 * <p>
 * Pressure is met in two steps. From three quarters of the budget on it is <em>tight</em>
 * and reading stops, so that what is left serves those that already have something to
 * send. When it is used up, {@link #tryTake} refuses, and each buffer does what its
 * overflow policy says. Thread-safe.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class MemoryBudget {

	/** What a message is taken to cost in memory beside its payload, in bytes. */
	public static final int MESSAGE_OVERHEAD = 128;

	private final long limit;

	private final long tight;

	private final AtomicLong used = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private List<Runnable> waiting = new ArrayList<>();

	private volatile boolean awaited;

	/**
	 * Creates a budget.
	 * @param limit bytes
	 */
	public MemoryBudget(long limit) {
		Assert.isTrue(limit > 0, "'memory-budget' must be greater than 0");
		this.limit = limit;
		this.tight = limit - limit / 4;
	}

	/**
	 * Returns a budget that is never used up.
	 * @return the budget
	 */
	public static MemoryBudget unlimited() {
		return new MemoryBudget(Long.MAX_VALUE);
	}

	/**
	 * Takes bytes if there are so many.
	 * @param bytes how many
	 * @return {@code false} if there are not; nothing is taken then
	 */
	public boolean tryTake(long bytes) {
		long before = this.used.get();
		while (before + bytes <= this.limit) {
			if (this.used.compareAndSet(before, before + bytes)) {
				return true;
			}
			before = this.used.get();
		}
		return false;
	}

	/**
	 * Takes bytes that are in memory already, if need be beyond the limit.
	 * @param bytes how many
	 */
	public void take(long bytes) {
		this.used.addAndGet(bytes);
	}

	/**
	 * Gives bytes back.
	 * @param bytes how many
	 */
	public void release(long bytes) {
		long now = this.used.addAndGet(-bytes);
		if (this.awaited && now < this.tight) {
			relieve();
		}
	}

	private void relieve() {
		List<Runnable> relieved;
		this.lock.lock();
		try {
			relieved = this.waiting;
			this.waiting = new ArrayList<>();
			this.awaited = false;
		}
		finally {
			this.lock.unlock();
		}
		relieved.forEach(Runnable::run);
	}

	/**
	 * Tells whether no more should be read.
	 * @return {@code true} from three quarters of the budget on
	 */
	public boolean isTight() {
		return this.used.get() >= this.tight;
	}

	/**
	 * Tells whether nothing more may be taken.
	 * @return {@code true} when all of the budget is used
	 */
	public boolean isUsedUp() {
		return this.used.get() >= this.limit;
	}

	/**
	 * Calls back once, when the budget is not tight any more; at once if it is not.
	 * @param callback called by any thread; must not block
	 */
	public void whenRelieved(Runnable callback) {
		this.lock.lock();
		try {
			this.awaited = true;
			this.waiting.add(callback);
		}
		finally {
			this.lock.unlock();
		}
		if (!isTight()) {
			relieve();
		}
	}

	/**
	 * Returns the bytes taken.
	 * @return bytes
	 */
	public long used() {
		return this.used.get();
	}

	/**
	 * Returns the bytes there are.
	 * @return bytes
	 */
	public long limit() {
		return this.limit;
	}

}
