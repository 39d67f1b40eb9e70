package io.netasync.channel;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.integration.channel.AbstractPollableChannel;
import org.springframework.messaging.Message;

/**
 * An inbound channel whose messages are fetched, by a blocking or timed receive or as a
 * {@link Flux}. What is not fetched waits in the receive buffer of its connection, and a
 * full one stops the reads of that connection only: no thread waits, heartbeats go on,
 * and so do the other connections. Connections take turns; the messages of each come in
 * order. Thread-safe.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class InboundQueueChannel extends AbstractPollableChannel {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition available = this.lock.newCondition();

	/** Those with a message to fetch. */
	private final Queue<ReceiveQueue> ready = new ArrayDeque<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	/** What the application itself sends here, and what is left of connections. */
	private final Queue<Message<?>> own = new ConcurrentLinkedQueue<>();

	void ready(ReceiveQueue queue) {
		this.lock.lock();
		try {
			this.ready.add(queue);
			this.available.signal();
		}
		finally {
			this.lock.unlock();
		}
		tell();
	}

	private void tell() {
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * Fetches a message if there is one.
	 * @return the message, {@code null} if there is none
	 */
	@Nullable Message<?> poll() {
		while (true) {
			ReceiveQueue queue = next();
			if (queue == null) {
				return this.own.poll();
			}
			Message<?> message = queue.poll();
			if (message != null) {
				return message;
			}
		}
	}

	@Override
	protected @Nullable Message<?> doReceive(long timeout) {
		long nanos = (timeout >= 0) ? TimeUnit.MILLISECONDS.toNanos(timeout) : Long.MAX_VALUE;
		try {
			for (Message<?> message = poll();; message = poll()) {
				if (message != null || nanos <= 0) {
					return message;
				}
				nanos = await(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	private long await(long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lockInterruptibly();
		try {
			while (this.ready.isEmpty() && this.own.isEmpty() && left > 0) {
				left = this.available.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
		return left;
	}

	@Override
	protected boolean doSend(Message<?> message, long timeout) {
		this.lock.lock();
		try {
			this.own.add(message);
			this.available.signal();
		}
		finally {
			this.lock.unlock();
		}
		tell();
		return true;
	}

	/**
	 * Lets what waits be fetched without counting it any more: nothing follows, and
	 * perhaps nobody fetches it.
	 */
	void settle() {
		for (ReceiveQueue queue = next(); queue != null; queue = next()) {
			for (Message<?> message = queue.poll(); message != null; message = queue.poll()) {
				this.own.add(message);
			}
		}
	}

	private @Nullable ReceiveQueue next() {
		this.lock.lock();
		try {
			return this.ready.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the messages as a stream that is fetched as they are asked for. Several
	 * subscribers share them. Runs on the threads that bring the messages, or that ask
	 * for them; never on an event loop, unless {@code dispatch: event-loop} says so.
	 * @return the messages; never completes
	 */
	public Flux<Message<?>> flux() {
		return Flux.create((sink) -> new InboundFlux(this, sink).start());
	}

	void listen(Runnable listener) {
		this.listeners.add(listener);
	}

	void unlisten(Runnable listener) {
		this.listeners.remove(listener);
	}

}
