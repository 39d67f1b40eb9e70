/**
 * Measures net-async beside its peers. Knows only what a user of the starter sees.
 */
@NullMarked
package io.netasync.benchmarks;

import org.jspecify.annotations.NullMarked;
