package io.netasync.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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

	private final int capacity;

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Task> tasks = new ArrayDeque<>();

	private final List<Runnable> roomCallbacks = new ArrayList<>();

	private int queued;

	private boolean running;

	/**
	 * Creates a dispatcher.
	 * @param executor what runs the tasks
	 * @param capacity how many messages may wait
	 */
	public SerialDispatcher(Executor executor, int capacity) {
		this.executor = executor;
		this.capacity = capacity;
	}

	@Override
	public void execute(Runnable task, int messages) {
		this.lock.lock();
		try {
			this.tasks.add(new Task(task, messages));
			this.queued += messages;
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
	public int room() {
		this.lock.lock();
		try {
			return this.capacity - this.queued;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void onRoom(Runnable callback) {
		this.lock.lock();
		try {
			if (this.queued > this.capacity / 2) {
				this.roomCallbacks.add(callback);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		callback.run();
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
			Task task = next();
			if (task == null) {
				return;
			}
			try {
				task.work.run();
			}
			catch (Throwable ex) {
				logger.error("A task of the dispatcher failed", ex);
			}
			done(task);
		}
		submit();
	}

	private @Nullable Task next() {
		this.lock.lock();
		try {
			Task task = this.tasks.poll();
			if (task == null) {
				this.running = false;
			}
			return task;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void done(Task task) {
		if (task.messages == 0) {
			return;
		}
		List<Runnable> callbacks = List.of();
		this.lock.lock();
		try {
			this.queued -= task.messages;
			if (!this.roomCallbacks.isEmpty() && this.queued <= this.capacity / 2) {
				callbacks = new ArrayList<>(this.roomCallbacks);
				this.roomCallbacks.clear();
			}
		}
		finally {
			this.lock.unlock();
		}
		callbacks.forEach(Runnable::run);
	}

	private record Task(Runnable work, int messages) {
	}

}
