/**
 * A scripted peer and a chaos proxy on real sockets: plain Java, for tests of anything
 * that talks TCP.
 * <p>
 * Knows no other module.
 */
@NullMarked
package io.netasync.test;

import org.jspecify.annotations.NullMarked;
