package io.netasync.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips tests where node.js and npm are not installed; where
 * {@code NETASYNC_REQUIRE_PEERS} is {@code true}, they fail instead.
 *
 * @author net-async
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NodeCondition.class)
@interface RequiresNode {

}
