package io.netasync.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips tests where a program is not installed; where {@code NETASYNC_REQUIRE_PEERS} is
 * {@code true}, they fail instead.
 *
 * @author net-async
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProgramsCondition.class)
@interface RequiresPrograms {

	/**
	 * Returns the programs that are needed.
	 * @return their names, without a path
	 */
	String[] value();

}
