/**
 * How a client or a server becomes message channels: its specification, the builders of
 * those made at run time, and the names of the headers.
 * <p>
 * Knows nothing of Netty.
 */
@NullMarked
package io.netasync.channel;

import org.jspecify.annotations.NullMarked;
