package io.netasync.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Dispatcher} over an executor: at most one thread of it at a time works for one
 * dispatcher, and goes on for as long as there is something to do. The executor is asked
 * once a burst, not once a message.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class SerialDispatcher implements Dispatcher {

	private static final Log logger = LogFactory.getLog(SerialDispatcher.class);

	/** After so many tasks in a row the thread is offered to other connections. */
	private static final int TURN = 64;

	private final Executor executor;

	private final ReceiveRoom room;

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private boolean running;

	/**
	 * Creates a dispatcher.
	 * @param executor what runs the tasks
	 * @param room bounds the messages that wait for it
	 */
	public SerialDispatcher(Executor executor, ReceiveRoom room) {
		this.executor = executor;
		this.room = room;
	}

	@Override
	public void execute(Runnable task) {
		this.lock.lock();
		try {
			this.tasks.add(task);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
		submit();
	}

	@Override
	public ReceiveRoom room() {
		return this.room;
	}

	private void submit() {
		try {
			this.executor.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			// not the current thread, it may be an event loop
			logger.debug("The executor does not take more; delivering on a thread of its own", ex);
			Thread thread = new Thread(this::run, "netasync-dispatch");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void run() {
		for (int turn = 0; turn < TURN; turn++) {
			Runnable task = next();
			if (task == null) {
				return;
			}
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.error("A task of the dispatcher failed", ex);
			}
		}
		submit();
	}

	private @Nullable Runnable next() {
		this.lock.lock();
		try {
			Runnable task = this.tasks.poll();
			if (task == null) {
				this.running = false;
			}
			return task;
		}
		finally {
			this.lock.unlock();
		}
	}

}
