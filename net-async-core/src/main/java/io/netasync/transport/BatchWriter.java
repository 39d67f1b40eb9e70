package io.netasync.transport;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelOutputShutdownException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.serializer.Serializer;

/**
 * The way out of one connection. Senders serialize into a shared pooled buffer under a
 * short lock; the first of a burst wakes the event loop, which writes what has come
 * together by then with one flush.
 * <p>
 * A buffer is kept until it is written, and Netty advances its reader index by what the
 * kernel took. When the connection breaks, that index tells exactly which messages had
 * left. Where the bytes that leave are not those of the buffer (TLS, the application's
 * handlers), every message gets a buffer of its own, whose write succeeds or not.
 *
 * @author net-async
 */
final class BatchWriter {

	/** A buffer with so many bytes is closed and a new one begun. */
	private static final int BATCH_BYTES = 32 * 1024;

	/** So many messages are never held back for the rest of a burst. */
	private static final int HELD_MESSAGES = 256;

	private static final int INITIAL_BYTES = 512;

	/** More bytes than this on their way: not writable. */
	private static final int HIGH_WATER = 256 * 1024;

	private static final int LOW_WATER = 64 * 1024;

	private final Channel channel;

	private final boolean oneMessageEach;

	private final byte @Nullable [] heartbeat;

	private final Runnable onWritable;

	private final Runnable onBroken;

	private final Refusal refusal;

	private final BurstFlush bursts;

	private final ReentrantLock lock = new ReentrantLock();

	private List<Batch> filled = new ArrayList<>();

	/** Written to the channel, not yet to the kernel. Event loop only, but peeked at. */
	private final Queue<Batch> written = new ArrayDeque<>();

	private @Nullable Batch open;

	private boolean flushScheduled;

	private boolean closed;

	/** Whether there is more than heartbeats to write. Under the lock. */
	private boolean messages;

	private volatile boolean full;

	private volatile long pending;

	private volatile @Nullable Batch current;

	private volatile long lastWrite = System.nanoTime();

	private volatile long lastProgress = this.lastWrite;

	private volatile long lastMessage = this.lastWrite;

	BatchWriter(Channel channel, boolean oneMessageEach, byte @Nullable [] heartbeat, Runnable onWritable,
			Consumer<Throwable> onRefusal, Runnable onBroken) {
		this.refusal = new Refusal(channel, onRefusal);
		this.channel = channel;
		this.oneMessageEach = oneMessageEach;
		this.heartbeat = heartbeat;
		this.onWritable = onWritable;
		this.onBroken = onBroken;
		this.bursts = new BurstFlush(channel.eventLoop(), this);
	}

	/**
	 * Serializes a payload and sees to it that it is written.
	 * @param serializer what writes it
	 * @param payload the payload
	 * @param callback is told when the last byte is in the kernel
	 * @return how many bytes it takes
	 * @throws IOException if the serializer refuses it or the connection is closed
	 */
	int write(Serializer<Object> serializer, Object payload, @Nullable WriteCallback callback) throws IOException {
		boolean schedule;
		int bytes;
		this.lock.lock();
		try {
			if (this.closed) {
				throw new IOException("The connection is closed");
			}
			Batch batch = batchFor((payload instanceof byte[] array) ? array.length : 0);
			bytes = batch.add(serializer, payload, callback);
			this.messages |= payload != this.heartbeat;
			if (this.pending == 0) {
				this.lastProgress = System.nanoTime();
			}
			this.pending += bytes;
			this.full |= this.pending > HIGH_WATER;
			boolean few = this.filled.isEmpty() && batch.count() < HELD_MESSAGES;
			schedule = !this.flushScheduled && !(few && this.bursts.isHeld());
			this.flushScheduled |= schedule;
		}
		finally {
			this.lock.unlock();
		}
		if (schedule) {
			this.channel.eventLoop().execute(this::flush);
		}
		return bytes;
	}

	/**
	 * Has the event loop flush what there is.
	 */
	void flushSoon() {
		boolean schedule;
		this.lock.lock();
		try {
			schedule = !this.flushScheduled && (this.open != null || !this.filled.isEmpty());
			this.flushScheduled |= schedule;
		}
		finally {
			this.lock.unlock();
		}
		if (schedule) {
			this.channel.eventLoop().execute(this::flush);
		}
	}

	BurstFlush bursts() {
		return this.bursts;
	}

	private Batch batchFor(int expected) {
		Batch batch = this.open;
		if (batch != null && !batch.isEmpty()
				&& (this.oneMessageEach || batch.buffer().writerIndex() + expected > BATCH_BYTES)) {
			this.filled.add(batch);
			batch = null;
		}
		if (batch == null) {
			batch = new Batch(this.channel.alloc().directBuffer(Math.max(INITIAL_BYTES, expected + 16)));
			this.open = batch;
		}
		return batch;
	}

	/**
	 * Writes what there is with one flush. On the event loop.
	 * @return {@code false} if there is nothing
	 */
	boolean flush() {
		List<Batch> batches = take();
		if (batches.isEmpty()) {
			return false;
		}
		this.lastWrite = System.nanoTime();
		for (Batch batch : batches) {
			this.written.add(batch);
			if (this.refusal.isGiven()) {
				done(batch, false);
				continue;
			}
			this.channel.write(batch.buffer().retain()).addListener((future) -> written(batch, future.cause()));
		}
		this.current = this.written.peek();
		this.channel.flush();
		return true;
	}

	private List<Batch> take() {
		this.lock.lock();
		try {
			this.flushScheduled = false;
			if (this.open != null && !this.open.isEmpty()) {
				this.filled.add(this.open);
				this.open = null;
			}
			if (this.messages) {
				this.messages = false;
				this.lastMessage = System.nanoTime();
			}
			List<Batch> batches = this.filled;
			this.filled = new ArrayList<>(2);
			return batches;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void written(Batch batch, @Nullable Throwable failure) {
		if (failure == null || !this.refusal.is(failure)) {
			done(batch, failure == null);
			if (failure instanceof ChannelOutputShutdownException && failure.getCause() instanceof IOException) {
				this.onBroken.run();
			}
			return;
		}
		batch.refused(failure);
		done(batch, false);
		this.refusal.give(failure);
	}

	private void done(Batch batch, boolean success) {
		batch.took(success ? Integer.MAX_VALUE : (this.oneMessageEach ? 0 : batch.buffer().readerIndex()));
		// a TLS handler does not keep the order
		for (Batch next = this.written.peek(); next != null && next.isOver(); next = this.written.peek()) {
			this.written.remove();
			this.current = this.written.peek();
			end(next);
		}
	}

	private void end(Batch batch) {
		this.lastProgress = System.nanoTime();
		int bytes = batch.buffer().writerIndex();
		batch.complete();
		batch.buffer().release();
		boolean writable;
		this.lock.lock();
		try {
			this.pending -= bytes;
			writable = this.full && !this.closed && this.pending < LOW_WATER;
			if (writable) {
				this.full = false;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (writable) {
			this.onWritable.run();
		}
	}

	/**
	 * Releases what was never handed to the channel. After this nothing is accepted and
	 * no callback called.
	 */
	void close() {
		List<Batch> batches;
		this.lock.lock();
		try {
			this.closed = true;
			batches = this.filled;
			this.filled = new ArrayList<>();
			if (this.open != null) {
				batches.add(this.open);
				this.open = null;
			}
		}
		finally {
			this.lock.unlock();
		}
		for (Batch batch : batches) {
			batch.took(0);
			batch.complete();
			batch.buffer().release();
		}
	}

	/**
	 * Notes that the kernel took something.
	 */
	void progressed() {
		this.lastProgress = System.nanoTime();
	}

	boolean isWritable() {
		return !this.full;
	}

	boolean hasPending() {
		return this.pending > 0;
	}

	long lastWrite() {
		return this.lastWrite;
	}

	/**
	 * Returns when something other than a heartbeat was last given to the socket.
	 * @return the time
	 */
	long lastMessage() {
		return this.lastMessage;
	}

	/**
	 * Returns when the kernel last took a byte, or was first given one to take. Progress
	 * within a large buffer is noticed when this is asked.
	 * @return the time
	 */
	long lastProgress() {
		Batch batch = this.current;
		if (batch != null && batch.hasProgressed()) {
			this.lastProgress = System.nanoTime();
		}
		return this.lastProgress;
	}

}
