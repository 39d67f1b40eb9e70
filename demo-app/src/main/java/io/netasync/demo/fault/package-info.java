/**
 * What goes wrong on the network, at the press of a button or by script.
 */
@NullMarked
package io.netasync.demo.fault;

import org.jspecify.annotations.NullMarked;
