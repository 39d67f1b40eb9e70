package io.netasync.zeromq;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.netasync.transport.Dispatcher;
import io.netasync.zeromq.message.ZeroMqType;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of one socket that user code may block.
 *
 * @param workers deliver in order, and go on with those who wait for a result
 * @param handlers deliver several messages at a time; the workers, where the order
 * matters
 * @param prefix what the names of the threads begin with
 * @author net-async
 */
record Crew(ExecutorService workers, ExecutorService handlers, String prefix) {

	private static final int LAST_SECONDS = 5;

	static Crew of(ZeroMqSpec spec, boolean virtual) {
		String prefix = "netasync-zeromq-" + spec.name() + "-";
		ThreadFactory threads = threads(prefix, virtual);
		ExecutorService workers = Executors.newCachedThreadPool(threads);
		boolean several = spec.settings().type() == ZeroMqType.REP && !spec.settings().lockStep();
		return new Crew(workers, several ? Executors.newFixedThreadPool(spec.workerThreads(), threads) : workers,
				prefix);
	}

	static Crew of(String proxy, boolean virtual) {
		String prefix = "netasync-zeromq-" + proxy + "-";
		ExecutorService one = Executors.newSingleThreadExecutor(threads(prefix, virtual));
		return new Crew(one, one, prefix);
	}

	private static ThreadFactory threads(String prefix, boolean virtual) {
		if (virtual) {
			return new VirtualThreadTaskExecutor(prefix).getVirtualThreadFactory();
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
		threads.setDaemon(true);
		return threads;
	}

	/**
	 * Ends the threads, and waits until they have done what there is to do; not on one of
	 * them, and not for long, as a handler may block.
	 * @param dispatcher has the last to do
	 */
	void stop(Dispatcher dispatcher) {
		this.handlers.shutdown();
		dispatcher.execute(this.workers::shutdown);
		if (Thread.currentThread().getName().startsWith(this.prefix)) {
			return;
		}
		try {
			this.workers.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void stop() {
		this.workers.shutdown();
	}

}
