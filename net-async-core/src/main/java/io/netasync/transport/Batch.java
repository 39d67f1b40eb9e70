package io.netasync.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import org.jspecify.annotations.Nullable;

import org.springframework.core.serializer.Serializer;

/**
 * Messages one behind the other in a buffer.
 *
 * @author net-async
 */
final class Batch {

	private static final WriteCallback[] NO_CALLBACKS = {};

	private static final int[] NO_ENDS = {};

	private final ByteBuf buffer;

	private final OutputStream out;

	private WriteCallback[] callbacks = NO_CALLBACKS;

	private int[] ends = NO_ENDS;

	private int count;

	/** How many bytes the kernel had taken when somebody asked. */
	private volatile int seen;

	/** How many bytes the kernel took, negative until that is known. */
	private int taken = -1;

	private @Nullable Throwable refusal;

	Batch(ByteBuf buffer) {
		this.buffer = buffer;
		this.out = new ByteBufOutputStream(buffer);
	}

	ByteBuf buffer() {
		return this.buffer;
	}

	boolean isEmpty() {
		return !this.buffer.isReadable();
	}

	int count() {
		return this.count;
	}

	int add(Serializer<Object> serializer, Object payload, @Nullable WriteCallback callback) throws IOException {
		int start = this.buffer.writerIndex();
		boolean complete = false;
		try {
			serializer.serialize(payload, this.out);
			complete = true;
		}
		finally {
			if (!complete) {
				this.buffer.writerIndex(start);
			}
		}
		if (callback != null) {
			note(callback);
		}
		return this.buffer.writerIndex() - start;
	}

	private void note(WriteCallback callback) {
		callback.deferred();
		if (this.count == this.ends.length) {
			this.callbacks = Arrays.copyOf(this.callbacks, Math.max(8, this.count * 2));
			this.ends = Arrays.copyOf(this.ends, this.callbacks.length);
		}
		this.callbacks[this.count] = callback;
		this.ends[this.count++] = this.buffer.writerIndex();
	}

	/**
	 * Tells whether the kernel has taken bytes since this was last asked.
	 * @return {@code true} if so
	 */
	boolean hasProgressed() {
		int now = this.buffer.readerIndex();
		if (now <= this.seen) {
			return false;
		}
		this.seen = now;
		return true;
	}

	/**
	 * Notes how many bytes the kernel took in the end.
	 * @param bytes the number, at least that of the buffer if it took all
	 */
	void took(int bytes) {
		this.taken = bytes;
	}

	/**
	 * Notes that what was not taken has itself to blame.
	 * @param cause why a handler refused it
	 */
	void refused(Throwable cause) {
		this.refusal = cause;
	}

	boolean isOver() {
		return this.taken >= 0;
	}

	/**
	 * Tells the messages what became of them, in order.
	 */
	void complete() {
		for (int i = 0; i < this.count; i++) {
			if (this.ends[i] <= this.taken) {
				this.callbacks[i].written();
			}
			else if (this.refusal != null) {
				this.callbacks[i].refused(this.refusal);
			}
			else {
				this.callbacks[i].unwritten();
			}
		}
	}

}
