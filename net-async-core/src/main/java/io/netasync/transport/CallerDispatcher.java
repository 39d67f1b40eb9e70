package io.netasync.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A {@link Dispatcher} for transports that read on threads which user code may block
 * anyway: messages are delivered by the thread that read them, which is all the
 * backpressure there needs to be. Everything else runs on the executor, in order.
 *
 * @author net-async
 */
final class CallerDispatcher implements Dispatcher {

	private final Dispatcher others;

	private final ReentrantLock turn = new ReentrantLock(true);

	CallerDispatcher(Executor executor) {
		this.others = new SerialDispatcher(executor, Integer.MAX_VALUE);
	}

	@Override
	public void execute(Runnable task, int messages) {
		if (messages > 0) {
			run(task);
		}
		else {
			this.others.execute(() -> run(task), 0);
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
	public int room() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void onRoom(Runnable callback) {
		callback.run();
	}

}
