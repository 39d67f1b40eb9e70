/**
 * Health of clients and servers.
 */
@NullMarked
package io.netasync.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
