package io.netasync.server;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

import io.netasync.memory.MemoryBudget;

/**
 * What a server runs on.
 *
 * @param executor runs what may block
 * @param control the thread that looks after connections; must not be blocked
 * @param clock monotonic, nanoseconds
 * @param memory the budget of the whole application
 * @author net-async
 * @since 0.1.0
 */
public record ServerRuntime(Executor executor, ScheduledExecutorService control, LongSupplier clock,
		MemoryBudget memory) {
}
