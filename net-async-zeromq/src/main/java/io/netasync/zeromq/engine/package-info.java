/**
 * JeroMQ's sockets on the one thread that owns them: opening, polling, moving messages,
 * what the sockets tell.
 * <p>
 * The only package that knows JeroMQ. Knows neither channels nor configuration.
 */
@NullMarked
package io.netasync.zeromq.engine;

import org.jspecify.annotations.NullMarked;
