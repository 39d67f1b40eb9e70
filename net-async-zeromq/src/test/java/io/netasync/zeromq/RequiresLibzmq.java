package io.netasync.zeromq;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips tests where no Python has libzmq; where {@code NETASYNC_REQUIRE_PEERS} is
 * {@code true}, they fail instead.
 *
 * @author net-async
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LibzmqCondition.class)
@interface RequiresLibzmq {

}
