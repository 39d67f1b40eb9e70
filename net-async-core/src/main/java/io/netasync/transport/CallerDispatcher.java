package io.netasync.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A {@link Dispatcher} for transports that read on threads which user code may block
 * anyway: messages are delivered by the thread that read them, which then waits while
 * there is no room for another. Everything else runs on the executor, in order.
 *
 * @author net-async
 */
final class CallerDispatcher implements Dispatcher {

	private static final long POLL_MILLIS = 100;

	private final Dispatcher others;

	private final ReentrantLock turn = new ReentrantLock(true);

	CallerDispatcher(Executor executor, ReceiveRoom room) {
		this.others = new SerialDispatcher(executor, room);
	}

	@Override
	public void execute(Runnable task) {
		this.others.execute(() -> run(task));
	}

	/**
	 * Delivers a message on the current thread, and waits until another may be read.
	 * @param delivery delivers it
	 * @param bytes the size of its payload
	 * @param open tells whether its connection is open
	 */
	void deliver(Runnable delivery, int bytes, BooleanSupplier open) {
		room().take(1, bytes);
		try {
			run(delivery);
		}
		finally {
			room().release(1, bytes);
		}
		try {
			room().await(open, POLL_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run(Runnable task) {
		this.turn.lock();
		try {
			task.run();
		}
		finally {
			this.turn.unlock();
		}
	}

	@Override
	public ReceiveRoom room() {
		return this.others.room();
	}

}
