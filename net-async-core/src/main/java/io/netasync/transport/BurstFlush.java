package io.netasync.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.EventLoop;

/**
 * Holds back the flush while a burst of received messages is handled by another thread,
 * so that its answers leave together when the last is given.
 * <p>
 * The event loop looks every {@value #HOLD_MICROS} microseconds and flushes what has come
 * together. When it finds nothing, a handler is taking its time: then nothing is held
 * back until the next burst, so that no answer waits longer than that for the handling of
 * later messages.
 *
 * @author net-async
 */
final class BurstFlush {

	private static final long HOLD_MICROS = 1000;

	private final EventLoop eventLoop;

	private final BatchWriter writer;

	private final AtomicInteger bursts = new AtomicInteger();

	/** Written on the event loop only. */
	private volatile boolean looking;

	BurstFlush(EventLoop eventLoop, BatchWriter writer) {
		this.eventLoop = eventLoop;
		this.writer = writer;
	}

	/**
	 * A burst is about to be handed over. On the event loop.
	 * @param messages how many messages it has; a single one is answered at once
	 */
	void begin(int messages) {
		if (messages > 1) {
			this.bursts.incrementAndGet();
			if (!this.looking) {
				this.looking = true;
				schedule();
			}
		}
	}

	/**
	 * All messages of a burst were handled.
	 * @param messages how many messages it had
	 */
	void end(int messages) {
		if (messages > 1) {
			this.bursts.decrementAndGet();
			this.writer.flushSoon();
		}
	}

	/**
	 * Tells whether what is written now will be flushed without being asked for.
	 * @return {@code true} if the next look or the end of the burst will see it
	 */
	boolean isHeld() {
		return this.looking && this.bursts.get() > 0;
	}

	private void schedule() {
		this.eventLoop.schedule(this::look, HOLD_MICROS, TimeUnit.MICROSECONDS);
	}

	private void look() {
		if (this.bursts.get() > 0 && this.writer.flush()) {
			schedule();
		}
		else {
			this.looking = false;
			// for what was written in between and counted on the next look
			this.writer.flushSoon();
		}
	}

}
