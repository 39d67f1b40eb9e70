/**
 * Spring Integration's connection-factory SPI on Netty, and the dispatch of what was
 * received to threads that user code may block.
 * <p>
 * The only package that imports Netty. Knows nothing of buffers, channels or
 * configuration.
 */
@NullMarked
package io.netasync.transport;

import org.jspecify.annotations.NullMarked;
