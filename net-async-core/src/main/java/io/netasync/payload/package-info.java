/**
 * What the bytes of a frame mean to the application: payloads to bytes and back.
 * <p>
 * Knows nothing of sockets, threads or Netty.
 */
@NullMarked
package io.netasync.payload;

import org.jspecify.annotations.NullMarked;
