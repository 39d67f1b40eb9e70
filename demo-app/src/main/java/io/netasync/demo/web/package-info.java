/**
 * What the page shows and does, over HTTP.
 */
@NullMarked
package io.netasync.demo.web;

import org.jspecify.annotations.NullMarked;
