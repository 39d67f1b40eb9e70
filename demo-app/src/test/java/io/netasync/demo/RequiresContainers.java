package io.netasync.demo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that run real containers: skipped where no container engine answers or the JRE
 * image is missing, unless the environment says
 * {@value ContainersCondition#REQUIRE}{@code =true}, which makes that an error.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContainersCondition.class)
@interface RequiresContainers {

}
