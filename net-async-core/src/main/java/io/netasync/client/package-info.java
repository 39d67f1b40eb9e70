/**
 * The stable handle of one client: a state machine that keeps one connection to one of
 * several endpoints.
 * <p>
 * Knows nothing of Netty.
 */
@NullMarked
package io.netasync.client;

import org.jspecify.annotations.NullMarked;
