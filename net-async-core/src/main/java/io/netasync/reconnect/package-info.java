/**
 * When to try again and where: backoff, jitter, stable-after, endpoint order, failback
 * and the attempt budget that all clients share.
 * <p>
 * Pure: knows no socket and no clock; time and randomness are handed in.
 */
@NullMarked
package io.netasync.reconnect;

import org.jspecify.annotations.NullMarked;
