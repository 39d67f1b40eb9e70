package io.netasync.transport;

import java.nio.ByteBuffer;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameScanner;
import io.netasync.frame.Framing;
import io.netasync.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bytes of one connection and cuts them into frames. What it keeps between
 * two reads counts in the memory budget, with the size of the buffer rather than of what
 * is in it. On the event loop only.
 *
 * @author net-async
 */
final class FrameCutter {

	private final Framing framing;

	private final FrameScanner scanner;

	private final MemoryBudget budget;

	private @Nullable ByteBuf received;

	private int counted;

	FrameCutter(Framing framing, MemoryBudget budget) {
		this.framing = framing;
		this.scanner = framing.scanner();
		this.budget = budget;
	}

	void add(ByteBufAllocator allocator, ByteBuf bytes) {
		this.received = (this.received != null)
				? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, this.received, bytes) : bytes;
	}

	/**
	 * Cuts as many frames as there are and may be. The last may have more bytes than are
	 * left, else it could never be received.
	 * @param burst gets the payloads, also of those before a frame that fails
	 * @param maxFrames how many frames may be cut
	 * @param maxBytes when their payloads have so many bytes, no more is cut
	 * @throws FrameException if a frame can't be accepted
	 */
	void cut(Burst burst, int maxFrames, long maxBytes) throws FrameException {
		ByteBuf bytes = this.received;
		if (bytes == null) {
			return;
		}
		ByteBuffer view = bytes.nioBuffer();
		int start = view.position();
		try {
			while (burst.size() < maxFrames && burst.bytes() < maxBytes) {
				byte[] payload = this.scanner.next(view);
				if (payload == null) {
					break;
				}
				burst.add(payload, this.framing.isHeartbeat(payload));
			}
		}
		finally {
			bytes.skipBytes(view.position() - start);
		}
		if (!bytes.isReadable()) {
			release();
		}
		else if (bytes.refCnt() == 1 && !bytes.isReadOnly()) {
			bytes.discardSomeReadBytes();
		}
	}

	/**
	 * Makes a frame of what is left at the end of the stream, where the format has it so.
	 * @param burst gets the payload
	 */
	void cutRest(Burst burst) {
		ByteBuf bytes = this.received;
		byte[] payload = (bytes != null) ? this.scanner.last(bytes.nioBuffer()) : null;
		if (payload != null) {
			burst.add(payload, this.framing.isHeartbeat(payload));
			release();
		}
	}

	/**
	 * Counts what is kept until the next read. Nothing is counted for a read that was cut
	 * without a rest.
	 */
	void count() {
		int kept = (this.received != null) ? this.received.capacity() : 0;
		int more = kept - this.counted;
		this.counted = kept;
		if (more > 0) {
			this.budget.take(more);
		}
		else if (more < 0) {
			this.budget.release(-more);
		}
	}

	/**
	 * Returns how many bytes are not cut.
	 * @return bytes
	 */
	int kept() {
		return (this.received != null) ? this.received.readableBytes() : 0;
	}

	/**
	 * Forgets what is not cut.
	 */
	void close() {
		release();
		count();
	}

	private void release() {
		if (this.received != null) {
			this.received.release();
			this.received = null;
		}
	}

}
