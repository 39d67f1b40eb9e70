package io.netasync.zeromq.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until ports are free. JeroMQ says that a listening socket is closed when it has
 * closed its channel; the system has its port back only when JeroMQ's thread next enters
 * its selector, which nothing tells.
 *
 * @author net-async
 */
final class FreePorts {

	private static final Duration LONGEST = Duration.ofSeconds(2);

	private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	private FreePorts() {
	}

	static void await(List<InetSocketAddress> addresses) {
		long deadline = System.nanoTime() + LONGEST.toNanos();
		for (InetSocketAddress address : addresses) {
			while (!isFree(address) && System.nanoTime() < deadline) {
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

	private static boolean isFree(InetSocketAddress address) {
		try (ServerSocket probe = new ServerSocket()) {
			probe.setReuseAddress(true);
			probe.bind(address);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
