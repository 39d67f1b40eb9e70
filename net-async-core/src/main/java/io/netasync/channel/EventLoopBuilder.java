package io.netasync.channel;

import io.netasync.transport.EventLoopSpec;
import io.netasync.transport.EventLoops.Io;
import org.jspecify.annotations.Nullable;

/**
 * Threads of its own that move the bytes of a client or server: the properties
 * {@code event-loop.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class EventLoopBuilder {

	private int threads;

	private Io transport;

	EventLoopBuilder(@Nullable EventLoopSpec from) {
		this.threads = (from != null) ? from.threads() : 0;
		this.transport = (from != null) ? from.transport() : Io.AUTO;
	}

	/**
	 * Sets the number of threads.
	 * @param value the number, 0 for one a processor; a client uses one
	 * @return this
	 */
	public EventLoopBuilder threads(int value) {
		this.threads = value;
		return this;
	}

	/**
	 * Sets the kind of sockets.
	 * @param value the kind
	 * @return this
	 */
	public EventLoopBuilder transport(Io value) {
		this.transport = value;
		return this;
	}

	EventLoopSpec build() {
		return new EventLoopSpec(this.threads, this.transport);
	}

}
