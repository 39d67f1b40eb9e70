package io.netasync.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;

/**
 * What a client needs of the world around it; shared by all clients but for the executor.
 *
 * @param control runs the state machines, one thread; nothing on it blocks
 * @param executor runs what may block: name resolution and the send buffer's blocking
 * writes
 * @param clock the time now in nanoseconds, monotonic
 * @param random draws the random part of delays
 * @param budget limits the attempts of all clients together
 * @param memory limits what waits in memory of all clients and servers together
 * @param resolver finds the addresses of a host
 * @author net-async
 * @since 0.1.0
 */
public record ClientRuntime(ScheduledExecutorService control, Executor executor, LongSupplier clock,
		RandomGenerator random, AttemptBudget budget, MemoryBudget memory, HostResolver resolver) {

	/**
	 * Finds the addresses of a host.
	 */
	@FunctionalInterface
	public interface HostResolver {

		/**
		 * Finds the addresses of a host. May block.
		 * @param host a name or an address
		 * @return the addresses, in the order to try them
		 * @throws UnknownHostException if there are none
		 */
		List<InetAddress> resolve(String host) throws UnknownHostException;

	}

}
