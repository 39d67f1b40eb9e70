package io.netasync.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that talks to a program that is not ours: skipped where that is not installed,
 * unless the environment says {@value PeerCondition#REQUIRE}{@code =true}, which makes
 * that an error.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PeerCondition.class)
@interface RequiresPeer {

	/**
	 * The name of the program.
	 */
	String value();

}
