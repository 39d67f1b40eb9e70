package io.netasync.channel;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes the threads that user code may block, and the one that nothing may.
 *
 * @author net-async
 */
final class Workers {

	private static final long IDLE_SECONDS = 60;

	private Workers() {
	}

	/**
	 * Makes the executor of a client. It delivers one message at a time and resolves
	 * names beside, so there is no need for a bound.
	 * @param name the client
	 * @param virtual whether to use virtual threads
	 * @return the executor
	 */
	static Executor client(String name, boolean virtual) {
		String prefix = "netasync-client-" + name + "-";
		return virtual ? new VirtualThreadTaskExecutor(prefix) : Executors.newCachedThreadPool(threads(prefix));
	}

	/**
	 * Makes the executor of a server, which may deliver messages of many connections at a
	 * time.
	 * @param name the server
	 * @param virtual whether to use virtual threads
	 * @param threads how many threads there may be, if they are not virtual
	 * @return the executor
	 */
	static Executor server(String name, boolean virtual, int threads) {
		String prefix = prefix(name);
		if (virtual) {
			return new VirtualThreadTaskExecutor(prefix);
		}
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads(prefix));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	/**
	 * Makes the executor of a server whose connections need a thread each.
	 * @param name the server
	 * @param virtual whether to use virtual threads
	 * @return the executor
	 */
	static Executor stockServer(String name, boolean virtual) {
		return virtual ? new VirtualThreadTaskExecutor(prefix(name))
				: Executors.newCachedThreadPool(threads(prefix(name)));
	}

	/**
	 * Makes the control thread. It keeps the JVM alive, as an application may consist of
	 * clients and servers only.
	 * @return the control thread
	 */
	static ScheduledExecutorService control() {
		ScheduledThreadPoolExecutor control = new ScheduledThreadPoolExecutor(1,
				new CustomizableThreadFactory("netasync-control-"));
		control.setRemoveOnCancelPolicy(true);
		return control;
	}

	static void stop(Executor executor) {
		if (executor instanceof ExecutorService service) {
			service.shutdown();
		}
	}

	private static String prefix(String name) {
		return "netasync-server-" + name + "-";
	}

	private static ThreadFactory threads(String prefix) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
		threads.setDaemon(true);
		return threads;
	}

}
