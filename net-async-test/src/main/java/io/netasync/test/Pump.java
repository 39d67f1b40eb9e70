package io.netasync.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;

/**
 * Moves the bytes of one direction of a connection, when and in the pieces its
 * {@link Pacer} says. Confined to the event loop.
 *
 * @author net-async
 */
final class Pump {

	private static final long NEVER = Long.MAX_VALUE;

	private final Pacer pacer = new Pacer();

	private final Deque<Chunk> held = new ArrayDeque<>();

	private final ByteBuffer incoming = ByteBuffer.allocate(16 * 1024);

	private final Side source;

	private final Side target;

	private final LongAdder moved;

	private int heldBytes;

	private long endedAt = NEVER;

	private boolean finished;

	Pump(Side source, Side target, LongAdder moved) {
		this.source = source;
		this.target = target;
		this.moved = moved;
	}

	Pacer pacer() {
		return this.pacer;
	}

	/**
	 * Returns whether the end of the stream was passed on.
	 * @return whether there is nothing left to do
	 */
	boolean finished() {
		return this.finished;
	}

	/**
	 * Moves what is due.
	 * @param now the time
	 * @return the time of the next thing to do that no socket will tell of
	 * @throws IOException if one of the sockets is gone
	 */
	long advance(long now) throws IOException {
		if (this.finished || this.pacer.frozen()) {
			this.source.watch(SelectionKey.OP_READ, false);
			this.target.watch(SelectionKey.OP_WRITE, false);
			return NEVER;
		}
		if (readable()) {
			read(now);
		}
		long next = this.pacer.swallowing() ? swallow() : write(now);
		this.source.watch(SelectionKey.OP_READ, readable());
		return next;
	}

	private boolean readable() {
		return this.endedAt == NEVER && this.heldBytes < this.pacer.capacity();
	}

	private void read(long now) throws IOException {
		int read = this.source.read(this.incoming.clear());
		if (read < 0) {
			this.endedAt = now;
		}
		else if (read > 0) {
			ByteBuffer bytes = ByteBuffer.allocate(read).put(this.incoming.flip()).flip();
			this.held.add(new Chunk(bytes, now, this.pacer.luck()));
			this.heldBytes += read;
		}
	}

	private long swallow() {
		this.held.clear();
		this.heldBytes = 0;
		this.target.watch(SelectionKey.OP_WRITE, false);
		return NEVER;
	}

	private long write(long now) throws IOException {
		while (!this.held.isEmpty() && !this.pacer.exhausted()) {
			Chunk chunk = this.held.element();
			int piece = this.pacer.piece(chunk.bytes().remaining());
			long due = this.pacer.due(chunk.arrivedAt(), chunk.luck(), piece);
			int written = (due <= now) ? write(chunk.bytes(), piece) : 0;
			if (written == 0) {
				this.target.watch(SelectionKey.OP_WRITE, due <= now);
				return (due <= now) ? NEVER : due;
			}
			this.pacer.written(written, due, now);
			if (!chunk.bytes().hasRemaining()) {
				this.held.remove();
			}
		}
		this.target.watch(SelectionKey.OP_WRITE, false);
		return (this.endedAt != NEVER) ? end(now) : NEVER;
	}

	private int write(ByteBuffer bytes, int piece) throws IOException {
		int limit = bytes.limit();
		bytes.limit(bytes.position() + piece);
		int written = 0;
		// counted before, so that whoever has received a byte also sees it counted
		this.moved.add(piece);
		try {
			written = this.target.write(bytes);
		}
		finally {
			this.moved.add(written - piece);
		}
		bytes.limit(limit);
		this.heldBytes -= written;
		return written;
	}

	private long end(long now) throws IOException {
		long due = this.pacer.endDue(this.endedAt);
		if (due > now) {
			return due;
		}
		this.target.finish();
		this.finished = true;
		return NEVER;
	}

	/**
	 * What one read brought.
	 *
	 * @param bytes the bytes not yet written
	 * @param arrivedAt when they were read
	 * @param luck where in a latency's jitter they fall
	 */
	private record Chunk(ByteBuffer bytes, long arrivedAt, double luck) {

	}

}
