/**
 * ZeroMQ sockets as message channels: their specification, opening them in the YAML's way
 * and at run time, and what an open one is to the application.
 * <p>
 * Knows neither JeroMQ nor Spring Boot.
 */
@NullMarked
package io.netasync.zeromq;

import org.jspecify.annotations.NullMarked;
