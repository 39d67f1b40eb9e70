package io.netasync.channel;

import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.transport.EventLoops;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.TaskScheduler;

/**
 * What all clients and servers of a {@link NetAsync} share.
 *
 * @param eventLoops the event loops; closed with it
 * @param budget limits the connection attempts of all clients together
 * @param memory bounds what all clients and servers keep in memory together
 * @param publisher gets the events
 * @param scheduler where Spring Integration publishes that a server listens
 * @param virtualThreads whether handlers run on virtual threads; needs a JDK that has
 * them
 * @author net-async
 * @since 0.1.0
 */
public record NetAsyncResources(EventLoops eventLoops, AttemptBudget budget, MemoryBudget memory,
		ApplicationEventPublisher publisher, TaskScheduler scheduler, boolean virtualThreads) {
}
