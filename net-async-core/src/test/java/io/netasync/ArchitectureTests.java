package io.netasync;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The directions between the rooms of the core, as docs/architecture.md draws them.
 *
 * @author net-async
 */
@AnalyzeClasses(packages = "io.netasync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String[] PURE = { "io.netasync.reconnect..", "io.netasync.event..", "io.netasync.frame..",
			"io.netasync.payload..", "io.netasync.buffer..", "io.netasync.request.." };

	@ArchTest
	final ArchRule roomsDependInOneDirection = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.withOptionalLayers(true)
		.layer("channel")
		.definedBy("io.netasync.channel..")
		.layer("client")
		.definedBy("io.netasync.client..")
		.layer("server")
		.definedBy("io.netasync.server..")
		.layer("heartbeat")
		.definedBy("io.netasync.heartbeat..")
		.layer("transport")
		.definedBy("io.netasync.transport..")
		.layer("reconnect")
		.definedBy("io.netasync.reconnect..")
		.layer("buffer")
		.definedBy("io.netasync.buffer..")
		.layer("payload")
		.definedBy("io.netasync.payload..")
		.layer("frame")
		.definedBy("io.netasync.frame..")
		.layer("event")
		.definedBy("io.netasync.event..")
		.layer("memory")
		.definedBy("io.netasync.memory..")
		.layer("mailbox")
		.definedBy("io.netasync.mailbox..")
		.layer("request")
		.definedBy("io.netasync.request..")
		.whereLayer("channel")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("client")
		.mayOnlyBeAccessedByLayers("channel")
		.whereLayer("server")
		.mayOnlyBeAccessedByLayers("channel")
		.whereLayer("heartbeat")
		.mayOnlyBeAccessedByLayers("channel", "client", "server")
		.whereLayer("transport")
		.mayOnlyBeAccessedByLayers("channel", "client", "server", "mailbox", "heartbeat")
		.whereLayer("mailbox")
		.mayOnlyBeAccessedByLayers("channel", "client", "server")
		.whereLayer("request")
		.mayOnlyBeAccessedByLayers("channel", "client", "server", "mailbox")
		.whereLayer("payload")
		.mayOnlyBeAccessedByLayers("channel", "client", "server", "mailbox", "transport")
		.whereLayer("buffer")
		.mayOnlyBeAccessedByLayers("channel", "client", "server", "mailbox")
		.whereLayer("memory")
		.mayOnlyBeAccessedByLayers("channel", "client", "server", "mailbox", "buffer", "transport")
		.whereLayer("reconnect")
		.mayOnlyBeAccessedByLayers("channel", "client");

	@ArchTest
	final ArchRule roomsAreFreeOfCycles = slices().matching("io.netasync.(*)..").should().beFreeOfCycles();

	@ArchTest
	final ArchRule onlyTheTransportKnowsNetty = noClasses().that()
		.resideOutsideOfPackage("io.netasync.transport..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.netty..");

	@ArchTest
	final ArchRule nothingKnowsSpringBoot = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	final ArchRule policiesReadNoClock = noClasses().that()
		.resideInAnyPackage(PURE)
		.or()
		.haveSimpleName("ClientMachine")
		.or()
		.haveSimpleName("HeartbeatPolicy")
		.should()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.dependOnClassesThat()
		.resideInAPackage("java.net..");

	@ArchTest
	final ArchRule timeIsMonotonic = noClasses().should().callMethod(System.class, "currentTimeMillis");

	@ArchTest
	final ArchRule eventsKnowNothing = classes().that()
		.resideInAPackage("io.netasync.event..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("io.netasync.event..", "java..", "org.jspecify..", "org.springframework.util..");

	@ArchTest
	final ArchRule buffersKnowNothing = classes().that()
		.resideInAPackage("io.netasync.buffer..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("io.netasync.buffer..", "io.netasync.memory..", "java..", "org.jspecify..",
				"org.springframework.util..");

	@ArchTest
	final ArchRule staticFieldsAreFinal = fields().that().areStatic().should().beFinal();

	@ArchTest
	final ArchRule packagesAreNullMarked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

}
