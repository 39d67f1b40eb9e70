package io.netasync.reconnect;

import java.time.Duration;

import io.netasync.event.Endpoint;

/**
 * An attempt to connect that is to be made.
 *
 * @param number its number since the client started or a stable connection was lost, from
 * 1
 * @param endpoint where to connect
 * @param delay how long to wait before
 * @author net-async
 * @since 0.1.0
 */
public record Attempt(int number, Endpoint endpoint, Duration delay) {

}
