package io.netasync.zeromq;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.netasync.zeromq.message.Frames;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Handles messages, several at a time. As many threads as there are processors begin at
 * once, each woken by the one before it, if there is something left for it: waking a
 * thread for each of many short messages costs more than they do. If a message has had to
 * wait nevertheless, as those before it take long, more threads begin.
 *
 * @author net-async
 */
final class Handlers {

	private static final Log logger = LogFactory.getLog(ZeroMqSocket.class);

	/** How long a message waits before more threads may begin. */
	private static final long WAIT_MILLIS = 1;

	/** A thread that handles so many messages in that time would not gain by another. */
	private static final int MANY = 20;

	private final Executor executor;

	private final ScheduledExecutorService timer;

	private final int most;

	private final int atOnce;

	private final Consumer<Frames> handler;

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Frames> waiting = new ArrayDeque<>();

	private int running;

	/** How many messages have been taken so far. */
	private long taken;

	/** How many had been when the timer was set. */
	private long before;

	/** How many must have been when it tells, or one has waited. */
	private long due;

	private boolean watched;

	/** Whether there are no more threads. */
	private boolean ended;

	/**
	 * Creates it with nothing to do.
	 * @param executor the threads
	 * @param timer tells when a message has waited
	 * @param most how many messages are handled at a time
	 * @param atOnce how many of them without waiting
	 * @param handler handles one
	 */
	Handlers(Executor executor, ScheduledExecutorService timer, int most, int atOnce, Consumer<Frames> handler) {
		this.executor = executor;
		this.timer = timer;
		this.most = most;
		this.atOnce = Math.min(atOnce, most);
		this.handler = handler;
	}

	void execute(List<Frames> burst) {
		boolean start;
		boolean watch;
		this.lock.lock();
		try {
			this.waiting.addAll(burst);
			start = start();
			watch = watch();
		}
		finally {
			this.lock.unlock();
		}
		if (start) {
			wakeOne();
		}
		if (watch) {
			lookLater();
		}
	}

	private boolean start() {
		if (this.waiting.isEmpty() || this.running >= this.atOnce) {
			return false;
		}
		this.running++;
		return true;
	}

	private boolean watch() {
		if (this.ended || this.watched || this.waiting.isEmpty() || this.running >= this.most) {
			return false;
		}
		this.watched = true;
		this.before = this.taken;
		this.due = this.taken + this.waiting.size();
		return true;
	}

	private void lookLater() {
		try {
			this.timer.schedule(this::look, WAIT_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// all is closing: those that run do what is left
		}
	}

	/**
	 * Has as many threads more begin as there are, if a message has waited because those
	 * before it take long, rather than because there are so many.
	 */
	private void look() {
		int more = 0;
		boolean watch;
		this.lock.lock();
		try {
			if (this.taken < this.due && this.taken - this.before <= (long) MANY * this.running) {
				more = Math.min(this.most - this.running, Math.min(Math.max(1, this.running), this.waiting.size()));
				this.running += more;
			}
			this.watched = false;
			watch = watch();
		}
		finally {
			this.lock.unlock();
		}
		for (int i = 0; i < more; i++) {
			wakeOne();
		}
		if (watch) {
			lookLater();
		}
	}

	private void wakeOne() {
		try {
			this.executor.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			// it is closing: those that run do what is left
			rejected();
		}
	}

	private void rejected() {
		this.lock.lock();
		try {
			this.running--;
			this.ended = true;
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
				this.taken++;
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
