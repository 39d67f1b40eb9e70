package io.netasync.request;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do when the lock is free again: connections to give up, then futures to
 * end and requests to send, in order.
 *
 * @author net-async
 */
final class Aftermath implements Runnable {

	private static final Log logger = LogFactory.getLog(Requests.class);

	private final List<Runnable> steps = new ArrayList<>();

	void add(@Nullable Runnable step) {
		if (step != null) {
			this.steps.add(step);
		}
	}

	/**
	 * Adds what comes before the rest.
	 * @param step what to do, {@code null} for nothing
	 */
	void addFirst(@Nullable Runnable step) {
		if (step != null) {
			this.steps.add(0, step);
		}
	}

	/**
	 * Has it done, if there is anything, on the executor or, when that is past its end,
	 * here.
	 * @param executor the executor
	 */
	void runOn(Executor executor) {
		if (this.steps.isEmpty()) {
			return;
		}
		try {
			executor.execute(this);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The executor does not take more", ex);
			run();
		}
	}

	@Override
	public void run() {
		this.steps.forEach(Aftermath::run);
	}

	private static void run(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException ex) {
			logger.error("What follows the end of a request failed", ex);
		}
	}

}
