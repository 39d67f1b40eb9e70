/**
 * Numbered messages from the client {@code feed} to the servers, and the account of them.
 */
@NullMarked
package io.netasync.demo.feed;

import org.jspecify.annotations.NullMarked;
