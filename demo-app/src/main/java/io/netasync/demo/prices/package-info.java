/**
 * The ZeroMQ corner: prices that are published, and those that somebody has asked for.
 */
@NullMarked
package io.netasync.demo.prices;

import org.jspecify.annotations.NullMarked;
