/**
 * What happened, as immutable values: one sealed hierarchy, and the words the events are
 * told in.
 * <p>
 * Knows nothing of the other packages.
 */
@NullMarked
package io.netasync.event;

import org.jspecify.annotations.NullMarked;
