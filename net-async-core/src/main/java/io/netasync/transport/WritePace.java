package io.netasync.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.channel.EventLoop;

/**
 * Keeps one connection from being given messages faster than its rate limit: what it has
 * written is counted, and it is held until that is paid off. Thread-safe.
 *
 * @author net-async
 */
final class WritePace {

	private final RateSetting setting;

	private final EventLoop eventLoop;

	private final Runnable onWritable;

	private final ReentrantLock lock = new ReentrantLock();

	private final Pace pace = new Pace();

	/** Written under the lock. */
	private volatile boolean held;

	WritePace(RateSetting setting, EventLoop eventLoop, Runnable onWritable) {
		this.setting = setting;
		this.eventLoop = eventLoop;
		this.onWritable = onWritable;
	}

	boolean isHeld() {
		return this.held;
	}

	/**
	 * Counts a message.
	 * @param bytes its size
	 */
	void wrote(int bytes) {
		if (!this.setting.limit().limitsOut()) {
			return;
		}
		this.lock.lock();
		try {
			long wait = look(1, bytes);
			if (wait > 0 && !this.held) {
				this.held = true;
				schedule(wait);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private long look(int messages, int bytes) {
		long now = System.nanoTime();
		RateLimit limit = this.setting.limit();
		this.pace.set(limit.messagesOut(), limit.bytesOut(), now);
		this.pace.take(messages, bytes, now);
		return this.pace.waitNanos(now);
	}

	private void schedule(long wait) {
		this.eventLoop.schedule(this::release, wait, TimeUnit.NANOSECONDS);
	}

	private void release() {
		this.lock.lock();
		try {
			long wait = look(0, 0);
			if (wait > 0) {
				schedule(wait);
				return;
			}
			this.held = false;
		}
		finally {
			this.lock.unlock();
		}
		this.onWritable.run();
	}

}
