/**
 * The server side: accepting, limits, addressing one connection or all of them, and
 * draining.
 * <p>
 * Knows nothing of Netty.
 */
@NullMarked
package io.netasync.server;

import org.jspecify.annotations.NullMarked;
