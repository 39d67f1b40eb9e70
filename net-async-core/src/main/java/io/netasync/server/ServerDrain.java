package io.netasync.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The orderly end of all connections of a server: lets every message that was received be
 * handled, and what that sends be written, then closes each connection from this side and
 * gives the peers a moment to do so from theirs.
 *
 * @author net-async
 */
final class ServerDrain {

	private static final Duration LINGER = Duration.ofSeconds(1);

	private final ServerCounters counters;

	private final long deadline;

	ServerDrain(ServerCounters counters, Duration timeout) {
		this.counters = counters;
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * Ends the connections that there are now.
	 * @throws InterruptedException if interrupted
	 */
	void run() throws InterruptedException {
		List<ServerConnection> all = new ArrayList<>(this.counters.connections());
		CountDownLatch handled = new CountDownLatch(all.size());
		all.forEach((connection) -> connection.connection().dispatcher().execute(handled::countDown));
		handled.await(left(), TimeUnit.NANOSECONDS);
		for (ServerConnection connection : all) {
			connection.buffer().close();
			connection.buffer().awaitEmpty(Duration.ofNanos(Math.max(0, left())));
			connection.connection().finish();
		}
		this.counters.awaitNone(Math.min(left(), LINGER.toNanos()));
	}

	/**
	 * Waits a moment for what is told at the end.
	 * @param told counted down when it is
	 */
	static void linger(CountDownLatch told) {
		try {
			told.await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private long left() {
		return this.deadline - System.nanoTime();
	}

}
