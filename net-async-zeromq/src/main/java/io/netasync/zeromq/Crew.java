package io.netasync.zeromq;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

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
 * @author net-async
 */
record Crew(ExecutorService workers, ExecutorService handlers) {

	static Crew of(ZeroMqSpec spec, boolean virtual) {
		ThreadFactory threads = threads("netasync-zeromq-" + spec.name() + "-", virtual);
		ExecutorService workers = Executors.newCachedThreadPool(threads);
		boolean several = spec.settings().type() == ZeroMqType.REP && !spec.settings().lockStep();
		return new Crew(workers, several ? Executors.newFixedThreadPool(spec.workerThreads(), threads) : workers);
	}

	static Crew of(String proxy, boolean virtual) {
		ExecutorService one = Executors.newSingleThreadExecutor(threads("netasync-zeromq-" + proxy + "-", virtual));
		return new Crew(one, one);
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
	 * Ends the threads when they have done what there is to do.
	 * @param dispatcher has the last to do
	 */
	void stop(Dispatcher dispatcher) {
		this.handlers.shutdown();
		dispatcher.execute(this.workers::shutdown);
	}

	void stop() {
		this.workers.shutdown();
	}

}
