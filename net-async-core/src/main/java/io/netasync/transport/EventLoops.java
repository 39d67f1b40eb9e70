package io.netasync.transport;

import java.util.Locale;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;

/**
 * The threads that move bytes, and the kind of sockets they work with. Shared by all
 * connections of an application, or those of one client or server.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class EventLoops implements AutoCloseable {

	private final EventLoopGroup group;

	private final SocketTypes types;

	private EventLoops(EventLoopGroup group, SocketTypes types) {
		this.group = group;
		this.types = types;
	}

	/**
	 * Starts event loops.
	 * @param io the kind of sockets
	 * @param threads how many threads, 0 for one a processor
	 * @return the event loops
	 * @throws IllegalStateException if this machine does not have this kind of sockets
	 */
	public static EventLoops start(Io io, int threads) {
		return start(io, threads, "netasync-io-");
	}

	/**
	 * Starts event loops of one client or server.
	 * @param name whose they are
	 * @param io the kind of sockets
	 * @param threads how many threads, 0 for one a processor
	 * @return the event loops
	 * @throws IllegalStateException if this machine does not have this kind of sockets
	 */
	static EventLoops start(String name, Io io, int threads) {
		return start(io, threads, "netasync-io-" + name + "-");
	}

	private static EventLoops start(Io io, int threads, String prefix) {
		int count = (threads > 0) ? threads : Runtime.getRuntime().availableProcessors();
		return switch (io.available()) {
			case EPOLL -> new EventLoops(group(prefix, count, EpollIoHandler.newFactory()), SocketTypes.EPOLL);
			case IO_URING -> new EventLoops(group(prefix, count, IoUringIoHandler.newFactory()), SocketTypes.IO_URING);
			case KQUEUE -> new EventLoops(group(prefix, count, KQueueIoHandler.newFactory()), SocketTypes.KQUEUE);
			default -> new EventLoops(group(prefix, count, NioIoHandler.newFactory()), SocketTypes.NIO);
		};
	}

	private static EventLoopGroup group(String prefix, int threads, IoHandlerFactory handlers) {
		AtomicInteger number = new AtomicInteger();
		return new MultiThreadIoEventLoopGroup(threads,
				(ThreadFactory) (task) -> new EventLoopThread(task, prefix + number.incrementAndGet()), handlers);
	}

	/**
	 * Tells whether the current thread is an event loop, which must not block.
	 * @return {@code true} on an event loop
	 */
	public static boolean onEventLoop() {
		return Thread.currentThread() instanceof EventLoopThread;
	}

	EventLoopGroup group() {
		return this.group;
	}

	SocketTypes types() {
		return this.types;
	}

	/**
	 * Ends the threads, and waits for that unless on an event loop. Connections must have
	 * been closed before.
	 */
	@Override
	public void close() {
		Future<?> ended = this.group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
		if (!onEventLoop()) {
			ended.awaitUninterruptibly(5, TimeUnit.SECONDS);
		}
	}

	/**
	 * Kinds of sockets.
	 */
	public enum Io {

		/** The best that is proven here: epoll or kqueue, else NIO. */
		AUTO,

		/** Linux' epoll. */
		EPOLL,

		/** Linux' io_uring; never chosen by {@link #AUTO}. */
		IO_URING,

		/** kqueue of macOS and BSD. */
		KQUEUE,

		/** The JDK's own, anywhere. */
		NIO;

		Io available() {
			return switch (this) {
				case AUTO -> Epoll.isAvailable() ? EPOLL : (KQueue.isAvailable() ? KQUEUE : NIO);
				case EPOLL -> require(Epoll.isAvailable(), Epoll.unavailabilityCause());
				case IO_URING -> require(IoUring.isAvailable(), IoUring.unavailabilityCause());
				case KQUEUE -> require(KQueue.isAvailable(), KQueue.unavailabilityCause());
				case NIO -> NIO;
			};
		}

		private Io require(boolean available, Throwable cause) {
			if (!available) {
				throw new IllegalStateException("'%s' sockets are not available here: set 'transport' to 'auto'"
					.formatted(name().toLowerCase(Locale.ROOT).replace('_', '-')), cause);
			}
			return this;
		}

	}

	private static final class EventLoopThread extends FastThreadLocalThread {

		EventLoopThread(Runnable task, String name) {
			super(task, name);
			setDaemon(true);
		}

	}

}
