/**
 * Messages to frames and back, for each type of ZeroMQ socket: topics, envelopes,
 * correlation. Pure.
 * <p>
 * Knows neither JeroMQ nor threads nor channels.
 */
@NullMarked
package io.netasync.zeromq.message;

import org.jspecify.annotations.NullMarked;
