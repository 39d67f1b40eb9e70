package io.netasync.server;

import java.time.Duration;

import io.netasync.mailbox.OutboxOptions;
import io.netasync.request.RequestPolicy;

import org.springframework.util.Assert;

/**
 * How a server behaves.
 *
 * @param name its name
 * @param outbox how messages wait to be sent, for each connection
 * @param requests how requests to peers behave
 * @param limits whom it admits and what its connections may do, at first
 * @param drainTimeout how long closing waits for answers and for what is still to be sent
 * @author net-async
 * @since 0.1.0
 */
public record ServerOptions(String name, OutboxOptions outbox, RequestPolicy requests, ServerLimits limits,
		Duration drainTimeout) {

	public ServerOptions {
		Assert.isTrue(!drainTimeout.isNegative(), "'drain-timeout' must not be negative");
	}

}
