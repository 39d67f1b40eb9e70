/**
 * Spring Integration's connection-factory SPI on Netty, its own factories beside it, and
 * the dispatch of what was received to threads that user code may block. Whatever stands
 * between a socket and the frames is here: Unix sockets, proxies, TLS, compression,
 * handlers of the application.
 * <p>
 * The only package that imports Netty. Knows nothing of buffers, channels or
 * configuration.
 */
@NullMarked
package io.netasync.transport;

import org.jspecify.annotations.NullMarked;
