/**
 * Auto-configuration: clients, servers and their channels from the properties
 * {@code netasync.*}.
 */
@NullMarked
package io.netasync.autoconfigure;

import org.jspecify.annotations.NullMarked;
