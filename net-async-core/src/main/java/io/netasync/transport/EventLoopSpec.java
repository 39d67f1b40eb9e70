package io.netasync.transport;

import io.netasync.transport.EventLoops.Io;

import org.springframework.util.Assert;

/**
 * Event loops of its own for one client or server, which end with it.
 *
 * @param threads how many threads, 0 for what it can use: one for a client, on a server
 * one a processor
 * @param transport the kind of sockets
 * @author net-async
 * @since 0.1.0
 */
public record EventLoopSpec(int threads, Io transport) {

	public EventLoopSpec {
		Assert.isTrue(threads >= 0, "'threads' must not be negative");
	}

}
