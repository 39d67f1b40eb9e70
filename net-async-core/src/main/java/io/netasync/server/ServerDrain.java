package io.netasync.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets what is under way on the connections of a server finish.
 *
 * @param connections the connections there are, as a view
 * @param timeout how long it may take
 * @author net-async
 */
record ServerDrain(Collection<ServerConnection> connections, Duration timeout) {

	private static final Duration LINGER = Duration.ofSeconds(1);

	/**
	 * Lets every message that was received be handled, and what that sends be written,
	 * then closes each connection from this side and gives the peers a moment to do so
	 * from theirs.
	 * @throws InterruptedException if interrupted
	 */
	void run() throws InterruptedException {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		List<ServerConnection> all = new ArrayList<>(this.connections);
		CountDownLatch handled = new CountDownLatch(all.size());
		all.forEach((connection) -> connection.connection().dispatcher().execute(handled::countDown));
		handled.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
		for (ServerConnection connection : all) {
			connection.buffer().close();
			connection.buffer().awaitEmpty(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
			connection.connection().finish();
		}
		long lingerUntil = Math.min(deadline, System.nanoTime() + LINGER.toNanos());
		while (!this.connections.isEmpty() && System.nanoTime() < lingerUntil) {
			TimeUnit.MILLISECONDS.sleep(5);
		}
	}

}
