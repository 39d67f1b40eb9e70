/**
 * What the bytes of a frame mean to the application: payloads to bytes and back.
 * <p>
 * Knows nothing of sockets, threads, connections or Spring Boot.
 */
@NullMarked
package io.netasync.payload;

import org.jspecify.annotations.NullMarked;
