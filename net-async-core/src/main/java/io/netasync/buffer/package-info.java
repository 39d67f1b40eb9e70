/**
 * Bounded buffers, and what happens when they are full.
 * <p>
 * Knows nothing of the other packages.
 */
@NullMarked
package io.netasync.buffer;

import org.jspecify.annotations.NullMarked;
