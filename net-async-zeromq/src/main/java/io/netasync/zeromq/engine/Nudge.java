package io.netasync.zeromq.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Makes JeroMQ's threads look at their connections again after one was made. JeroMQ 0.6.0
 * does not see that a new connection has something to read or write if it is handed over
 * between two waits of its thread: the key of the one who has made it is cancelled, but
 * not gone (<a href="https://github.com/zeromq/jeromq/pull/1022">its issue 1022</a>).
 * Nothing is sent then, not even a greeting, until the handshake is given up after 30
 * seconds. The next change of any connection of the thread mends that, and an address
 * that is bound for a moment is one.
 *
 * @author net-async
 */
final class Nudge {

	private static final Log logger = LogFactory.getLog(Nudge.class);

	/** Once soon, and once more for a thread that had to wait for its turn. */
	private static final int[] DELAYS = { 20, 500 };

	private final SocketLoop loop;

	private final int threads;

	private final AtomicBoolean due = new AtomicBoolean();

	private ZMQ.@Nullable Socket socket;

	Nudge(SocketLoop loop, int threads) {
		this.loop = loop;
		this.threads = threads;
	}

	/**
	 * Is told that a connection was made. For any thread.
	 */
	void connected() {
		if (this.due.compareAndSet(false, true)) {
			later(DELAYS[0], () -> {
				this.due.set(false);
				nudge();
			});
			later(DELAYS[1], this::nudge);
		}
	}

	private void later(int millis, Runnable task) {
		CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, this.loop).execute(task);
	}

	private void nudge() {
		try {
			ZMQ.Socket nudging = this.socket;
			if (nudging == null) {
				nudging = this.loop.socket(SocketType.PULL);
				this.socket = nudging;
			}
			for (int thread = 0; thread < this.threads; thread++) {
				nudging.setAffinity(1L << thread);
				nudging.bind("tcp://127.0.0.1:*");
				nudging.unbind(nudging.getLastEndpoint());
			}
		}
		catch (ZMQException ex) {
			logger.debug("New connections of ZeroMQ may have to wait", ex);
		}
	}

	void close() {
		if (this.socket != null) {
			this.socket.close();
		}
	}

}
