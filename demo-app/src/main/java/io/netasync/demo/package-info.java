/**
 * The demo: messages keep flowing while its page breaks the network.
 */
@NullMarked
package io.netasync.demo;

import org.jspecify.annotations.NullMarked;
