/**
 * Requests and their replies over one connection: which reply is whose, and by when.
 * <p>
 * Knows neither clients nor servers nor sockets: they hand in how to send and say what
 * came.
 */
@NullMarked
package io.netasync.request;

import org.jspecify.annotations.NullMarked;
