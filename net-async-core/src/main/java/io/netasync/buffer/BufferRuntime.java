package io.netasync.buffer;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import io.netasync.memory.MemoryBudget;

/**
 * What a send buffer needs of the world around it.
 *
 * @param executor where messages are moved to the sink; {@code Runnable::run} for a sink
 * that never blocks
 * @param mayBlock tells whether the current thread may wait for room
 * @param budget what all buffers may take together
 * @param timer wakes it when messages expire
 * @author net-async
 * @since 0.1.0
 */
public record BufferRuntime(Executor executor, BooleanSupplier mayBlock, MemoryBudget budget, BufferTimer timer) {
}
