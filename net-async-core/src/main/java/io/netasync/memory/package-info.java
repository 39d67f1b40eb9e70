/**
 * One budget of bytes for everything that waits in memory, whoever holds it.
 * <p>
 * Knows nothing of the other packages.
 */
@NullMarked
package io.netasync.memory;

import org.jspecify.annotations.NullMarked;
