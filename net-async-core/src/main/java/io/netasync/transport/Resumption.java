package io.netasync.transport;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Has a reader go on. It may have to wait for long, but keeps nothing of a connection
 * that was closed meanwhile.
 *
 * @author net-async
 */
final class Resumption implements Runnable {

	private final AtomicReference<@Nullable Runnable> action;

	Resumption(Runnable action) {
		this.action = new AtomicReference<>(action);
	}

	@Override
	public void run() {
		Runnable resume = this.action.getAndSet(null);
		if (resume != null) {
			resume.run();
		}
	}

	void cancel() {
		this.action.set(null);
	}

}
