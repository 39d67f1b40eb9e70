/**
 * When to send a heartbeat and when a peer is dead (a pure policy), and the interceptor
 * that acts on it.
 * <p>
 * Knows nothing of Netty.
 */
@NullMarked
package io.netasync.heartbeat;

import org.jspecify.annotations.NullMarked;
