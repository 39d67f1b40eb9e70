package io.netasync.channel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task that runs once, however often it is asked to.
 *
 * @author net-async
 */
final class Once implements Runnable {

	private final AtomicBoolean done = new AtomicBoolean();

	private final Runnable task;

	Once(Runnable task) {
		this.task = task;
	}

	@Override
	public void run() {
		if (this.done.compareAndSet(false, true)) {
			this.task.run();
		}
	}

}
