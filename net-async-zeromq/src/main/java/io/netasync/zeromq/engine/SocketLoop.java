package io.netasync.zeromq.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The one thread that owns all sockets of a ZeroMQ context.
 * <p>
 * It sleeps in a selector on the signals that JeroMQ sends each socket, and on
 * {@link Selector#wakeup()} for what other threads want, so nothing is polled and nothing
 * is late. JeroMQ signals edges: after one a socket is served until it says that there is
 * no more. Sockets take turns; each moves a bounded number of messages in one, and none
 * is ever waited for. Whatever a socket throws ends its turn only.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class SocketLoop implements Executor, AutoCloseable {

	/** How long the end of the context may take, beside the linger of its sockets. */
	private static final long LAST_MILLIS = 5000;

	private static final Log logger = LogFactory.getLog(SocketLoop.class);

	private final Core core;

	private final Selector selector;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Queue<Served> woken = new ConcurrentLinkedQueue<>();

	/** Sockets with something to do; touched by the thread only. */
	private final Deque<Served> turns = new ArrayDeque<>();

	private final AtomicLong longestLinger = new AtomicLong();

	private final AtomicBoolean awake = new AtomicBoolean(true);

	private final Nudge nudge;

	private final Thread thread;

	/** Whether a signal came for which there was nothing to do. */
	private boolean early;

	private @Nullable Zap zap;

	private volatile boolean closed;

	/**
	 * Starts the thread.
	 * @param name the name of the context
	 * @param ioThreads how many threads of JeroMQ's own move bytes
	 * @param maxSockets how many sockets there may be
	 */
	public SocketLoop(String name, int ioThreads, int maxSockets) {
		this.core = new Core(ioThreads, maxSockets);
		this.nudge = new Nudge(this, ioThreads);
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread = new Thread(this::run, "netasync-zeromq-" + name);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	ZMQ.Socket socket(SocketType type) {
		return this.core.socket(type);
	}

	Nudge nudge() {
		return this.nudge;
	}

	/**
	 * Runs a task on the thread.
	 * @param task the task; must not block
	 */
	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
		wakeUp();
	}

	/**
	 * Runs a task on the thread and waits for it.
	 * @param task the task
	 * @throws RuntimeException what the task throws
	 */
	void call(Runnable task) {
		if (isLoopThread()) {
			task.run();
			return;
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		execute(() -> {
			try {
				task.run();
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		});
		try {
			done.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/**
	 * Tells whether the current thread is the one that owns the sockets.
	 * @return {@code true} if so; it must not block then
	 */
	public boolean isLoopThread() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Gives a socket a turn soon. For any thread.
	 * @param socket the socket
	 */
	void wake(Served socket) {
		if (socket.woken.compareAndSet(false, true)) {
			this.woken.add(socket);
			wakeUp();
		}
	}

	private void wakeUp() {
		if (this.awake.compareAndSet(false, true)) {
			this.selector.wakeup();
		}
	}

	/**
	 * Begins to serve a socket.
	 * @param socket the socket
	 * @param signals readable when JeroMQ has something to tell it
	 * @return is to be given to {@link #unregister}
	 */
	SelectionKey register(Served socket, SelectableChannel signals) {
		try {
			return signals.register(this.selector, SelectionKey.OP_READ, socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void unregister(SelectionKey key) {
		key.cancel();
		selectNow();
	}

	/**
	 * Returns what answers JeroMQ's questions about peers.
	 * @return the handler of the context, which is there from the first call on
	 */
	Zap zap() {
		Zap handler = this.zap;
		if (handler == null) {
			handler = new Zap(this);
			this.zap = handler;
		}
		return handler;
	}

	/**
	 * Forgets whom a socket lets in.
	 * @param name the socket
	 */
	void forget(String name) {
		if (this.zap != null) {
			this.zap.forget(name);
		}
	}

	private void run() {
		while (!this.closed) {
			try {
				runTasks();
				takeTurns();
				select();
			}
			catch (ClosedSelectorException ex) {
				return;
			}
			catch (Throwable ex) {
				logger.error("The ZeroMQ sockets of '%s' go on after a failure".formatted(this.thread.getName()), ex);
			}
		}
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.error("A task of the ZeroMQ sockets failed", ex);
			}
		}
		for (Served socket = this.woken.poll(); socket != null; socket = this.woken.poll()) {
			socket.woken.set(false);
			schedule(socket);
		}
	}

	private void schedule(Served socket) {
		if (!socket.scheduled) {
			socket.scheduled = true;
			this.turns.add(socket);
		}
	}

	private void takeTurns() {
		for (int left = this.turns.size(); left > 0; left--) {
			Served socket = this.turns.remove();
			socket.scheduled = false;
			socket.moved = false;
			if (socket.turn()) {
				schedule(socket);
			}
			this.early |= socket.signalled && !socket.moved;
			socket.signalled = false;
		}
	}

	private void select() throws IOException {
		if (!this.turns.isEmpty()) {
			this.selector.selectNow();
		}
		else {
			letSignalsArrive();
			this.awake.set(false);
			if (this.tasks.isEmpty() && this.woken.isEmpty() && !this.closed) {
				this.selector.select();
			}
			this.awake.set(true);
		}
		scheduleSelected();
	}

	/**
	 * Lets a thread of JeroMQ's go on that has been interrupted while it signalled: it
	 * makes the signal readable first, and counts it then. What has not been counted is
	 * not taken away, and would be found again for as long as that thread has no
	 * processor; on a busy machine that is the rest of a time slice, each time.
	 */
	private void letSignalsArrive() {
		if (this.early) {
			this.early = false;
			Thread.yield();
		}
	}

	private void scheduleSelected() {
		for (SelectionKey key : this.selector.selectedKeys()) {
			Served socket = (Served) key.attachment();
			socket.signalled = true;
			schedule(socket);
		}
		this.selector.selectedKeys().clear();
	}

	private void selectNow() {
		try {
			this.selector.selectNow();
			scheduleSelected();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends the thread and the context, whose sockets must be closed before. Waits for
	 * what they still have to send, each for its linger.
	 */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		call(() -> {
			if (this.zap != null) {
				this.zap.close();
			}
			this.nudge.close();
			this.closed = true;
		});
		try {
			this.thread.join();
			this.selector.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		endContext();
	}

	/**
	 * Ends the context, which may wait forever for a connection that JeroMQ has failed
	 * at: then its threads are left to themselves.
	 */
	private void endContext() {
		Thread ending = new Thread(this.core::terminate, this.thread.getName() + "-end");
		ending.setDaemon(true);
		ending.start();
		try {
			ending.join(this.longestLinger.get() + LAST_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (ending.isAlive()) {
			logger.warn("The context of '%s' does not end; its threads are left".formatted(this.thread.getName()));
		}
	}

	/**
	 * Is told how long a socket may linger, for which the end of the context waits.
	 * @param millis the time
	 */
	void lingers(int millis) {
		this.longestLinger.accumulateAndGet(millis, Math::max);
	}

	/**
	 * Something that takes turns on the thread.
	 */
	abstract static class Served {

		private final AtomicBoolean woken = new AtomicBoolean();

		private boolean scheduled;

		private boolean signalled;

		private boolean moved;

		/**
		 * Notes that the current turn has got something done.
		 */
		final void moved() {
			this.moved = true;
		}

		/**
		 * Does some of what there is to do.
		 * @return {@code true} if there is more
		 */
		abstract boolean turn();

	}

}
