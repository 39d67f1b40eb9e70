package io.netasync.heartbeat;

import java.util.concurrent.atomic.AtomicInteger;

import io.netasync.transport.MonitoredConnection;

/**
 * Stands in for a connection whose bytes can't be seen to move, which are Spring
 * Integration's own: whole messages count instead, so the timeout must be longer than the
 * largest message takes.
 *
 * @author net-async
 */
final class MessageMonitor implements MonitoredConnection {

	private final HeartbeatInterceptor interceptor;

	private final AtomicInteger receiving = new AtomicInteger();

	private final AtomicInteger sending = new AtomicInteger();

	private volatile long lastReceived = System.nanoTime();

	private volatile long lastSent = System.nanoTime();

	private volatile long lastProgress = System.nanoTime();

	MessageMonitor(HeartbeatInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	void receive(Runnable delivery) {
		this.lastReceived = System.nanoTime();
		this.receiving.incrementAndGet();
		try {
			delivery.run();
		}
		finally {
			this.receiving.decrementAndGet();
			this.lastReceived = System.nanoTime();
		}
	}

	void send(Runnable writing) {
		this.lastSent = System.nanoTime();
		if (this.sending.getAndIncrement() == 0) {
			this.lastProgress = this.lastSent;
		}
		try {
			writing.run();
		}
		finally {
			this.sending.decrementAndGet();
			this.lastProgress = System.nanoTime();
		}
	}

	@Override
	public long lastReceivedNanos() {
		return this.lastReceived;
	}

	@Override
	public long lastSentNanos() {
		return this.lastSent;
	}

	@Override
	public long lastWriteProgressNanos() {
		return this.lastProgress;
	}

	@Override
	public boolean hasPendingWrites() {
		return this.sending.get() > 0;
	}

	@Override
	public boolean areReadsPaused() {
		return this.receiving.get() > 0;
	}

	@Override
	public void fail(Throwable cause) {
		this.interceptor.failPlainly(cause);
	}

}
