/**
 * Meters of clients and servers.
 */
@NullMarked
package io.netasync.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
