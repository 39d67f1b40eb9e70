/**
 * The Actuator endpoint of clients and servers.
 */
@NullMarked
package io.netasync.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
