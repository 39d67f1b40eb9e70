/**
 * Where messages wait between the application and a connection: an outbox for those to
 * send, an inbox for those received, and what is told of those that don't get through.
 * <p>
 * Knows nothing of clients, servers and Netty.
 */
@NullMarked
package io.netasync.mailbox;

import org.jspecify.annotations.NullMarked;
