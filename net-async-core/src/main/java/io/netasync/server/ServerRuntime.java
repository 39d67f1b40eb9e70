package io.netasync.server;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

import io.netasync.memory.MemoryBudget;

/**
 * What a server needs of the world around it; shared by all servers but for the executor.
 *
 * @param control calls back later, one thread; nothing on it blocks
 * @param executor runs what may block
 * @param clock the time now in nanoseconds, monotonic
 * @param memory limits what waits in memory of all clients and servers together
 * @author net-async
 * @since 0.1.0
 */
public record ServerRuntime(ScheduledExecutorService control, Executor executor, LongSupplier clock,
		MemoryBudget memory) {
}
