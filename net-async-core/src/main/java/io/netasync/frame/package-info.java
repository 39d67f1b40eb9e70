/**
 * Bytes to messages and back: Spring Integration serializer and deserializer pairs that
 * can also tell, from the bytes received so far, where the next frame ends.
 * <p>
 * Knows nothing of sockets, threads or Netty.
 */
@NullMarked
package io.netasync.frame;

import org.jspecify.annotations.NullMarked;
