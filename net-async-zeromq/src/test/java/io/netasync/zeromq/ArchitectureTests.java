package io.netasync.zeromq;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The directions between the rooms of this module, as docs/architecture.md draws them.
 *
 * @author net-async
 */
@AnalyzeClasses(packages = "io.netasync.zeromq", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule roomsDependInOneDirection = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("sockets")
		.definedBy("io.netasync.zeromq")
		.layer("engine")
		.definedBy("io.netasync.zeromq.engine")
		.layer("message")
		.definedBy("io.netasync.zeromq.message")
		.whereLayer("sockets")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("engine")
		.mayOnlyBeAccessedByLayers("sockets");

	@ArchTest
	final ArchRule roomsAreFreeOfCycles = slices().matching("io.netasync.(**)").should().beFreeOfCycles();

	@ArchTest
	final ArchRule onlyTheEngineKnowsJeroMq = noClasses().that()
		.resideOutsideOfPackage("io.netasync.zeromq.engine")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.zeromq..", "zmq..");

	@ArchTest
	final ArchRule theEngineKnowsNoChannels = noClasses().that()
		.resideInAPackage("io.netasync.zeromq.engine")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.netasync.channel..", "org.springframework.messaging..");

	@ArchTest
	final ArchRule nothingKnowsSpringBootOrNetty = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot..", "io.netty..");

	@ArchTest
	final ArchRule policiesReadNoClock = noClasses().that()
		.resideInAPackage("io.netasync.zeromq.message")
		.or()
		.haveSimpleName("PirateQueue")
		.or()
		.haveSimpleName("Subscriptions")
		.or()
		.haveSimpleName("LastValues")
		.should()
		.callMethod(System.class, "nanoTime");

	@ArchTest
	final ArchRule timeIsMonotonic = noClasses().should().callMethod(System.class, "currentTimeMillis");

	@ArchTest
	final ArchRule everyPackageIsNullMarked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

}
