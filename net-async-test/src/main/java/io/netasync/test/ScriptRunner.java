package io.netasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Runs scripts on daemon threads of their own and keeps the first failure. An I/O error
 * is not one: the connection is gone, which is how most scripts end.
 *
 * @author net-async
 */
final class ScriptRunner {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final String threadNamePrefix;

	private final AtomicInteger started = new AtomicInteger();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile boolean stopped;

	ScriptRunner(String threadNamePrefix) {
		this.threadNamePrefix = threadNamePrefix;
	}

	/**
	 * Runs a script on a thread of its own.
	 * @param script the script
	 * @param afterwards run when the script has ended and its failure is known
	 */
	void start(Script script, Runnable afterwards) {
		Thread thread = new Thread(() -> run(script, afterwards),
				this.threadNamePrefix + this.started.incrementAndGet());
		thread.setDaemon(true);
		thread.start();
		this.threads.removeIf(ScriptRunner::isTerminated);
		this.threads.add(thread);
	}

	private void run(Script script, Runnable afterwards) {
		try {
			script.run();
		}
		catch (IOException | UncheckedIOException ex) {
			// the connection is gone
		}
		catch (Throwable ex) {
			if (!this.stopped) {
				this.failure.compareAndSet(null, ex);
			}
		}
		finally {
			afterwards.run();
		}
	}

	/**
	 * Ignores what fails from now on.
	 * @return the first failure until now, once
	 */
	@Nullable Throwable stop() {
		this.stopped = true;
		return this.failure.getAndSet(null);
	}

	/**
	 * Interrupts the scripts still running, except the one that calls this, and waits for
	 * them to end.
	 * @throws IllegalStateException if one doesn't
	 */
	void join() {
		Deadline deadline = Deadline.in(PATIENCE);
		this.threads.remove(Thread.currentThread());
		while (!this.threads.isEmpty()) {
			this.threads.forEach((thread) -> join(thread, deadline));
			this.threads.removeIf(ScriptRunner::isTerminated);
		}
	}

	private static void join(Thread thread, Deadline deadline) {
		try {
			thread.interrupt();
			thread.join(deadline.remaining());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (!isTerminated(thread)) {
			throw new IllegalStateException("The script on " + thread.getName() + " does not end");
		}
	}

	private static boolean isTerminated(Thread thread) {
		return thread.getState() == Thread.State.TERMINATED;
	}

	/**
	 * A script with its connection.
	 */
	interface Script {

		void run() throws Exception;

	}

}
