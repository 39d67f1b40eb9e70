package io.netasync.zeromq;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.netasync.zeromq.message.Frames;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Handles messages, several at a time. A thread that takes one while others wait wakes
 * the next thread: a burst of short ones is done by the few that are awake, as waking a
 * thread for each costs more than that, and one that takes long holds up none.
 *
 * @author net-async
 */
final class Handlers {

	private static final Log logger = LogFactory.getLog(ZeroMqSocket.class);

	private final Executor executor;

	private final int most;

	private final Consumer<Frames> handler;

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Frames> waiting = new ArrayDeque<>();

	private int running;

	/**
	 * Creates it with nothing to do.
	 * @param executor the threads
	 * @param most how many messages are handled at a time
	 * @param handler handles one
	 */
	Handlers(Executor executor, int most, Consumer<Frames> handler) {
		this.executor = executor;
		this.most = most;
		this.handler = handler;
	}

	void execute(List<Frames> burst) {
		boolean start;
		this.lock.lock();
		try {
			this.waiting.addAll(burst);
			start = start();
		}
		finally {
			this.lock.unlock();
		}
		if (start) {
			wakeOne();
		}
	}

	private boolean start() {
		if (this.waiting.isEmpty() || this.running >= this.most) {
			return false;
		}
		this.running++;
		return true;
	}

	private void wakeOne() {
		try {
			this.executor.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			// it is closing: those that run do what is left
			stopped();
		}
	}

	private void stopped() {
		this.lock.lock();
		try {
			this.running--;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		while (true) {
			Frames next;
			boolean start;
			this.lock.lock();
			try {
				next = this.waiting.poll();
				if (next == null) {
					this.running--;
					return;
				}
				start = start();
			}
			finally {
				this.lock.unlock();
			}
			if (start) {
				wakeOne();
			}
			handle(next);
		}
	}

	private void handle(Frames message) {
		try {
			this.handler.accept(message);
		}
		catch (Throwable ex) {
			logger.error("A message of a ZeroMQ socket could not be handled", ex);
		}
	}

}
