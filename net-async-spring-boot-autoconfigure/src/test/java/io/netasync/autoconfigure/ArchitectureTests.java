package io.netasync.autoconfigure;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How auto-configurations are made.
 *
 * @author net-async
 */
@AnalyzeClasses(packages = "io.netasync.autoconfigure", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.notBeAnnotatedWith(ComponentScan.class);

	@ArchTest
	final ArchRule configurationsAreAutoConfigurations = noClasses().should().beAnnotatedWith(Configuration.class);

	@ArchTest
	final ArchRule beanMethodsArePackagePrivate = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate();

	@ArchTest
	final ArchRule beanMethodsHaveNoClassConditions = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBeAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	final ArchRule failureAnalyzersAreNotPublic = classes().that()
		.implement(FailureAnalyzer.class)
		.should()
		.notBePublic();

	@ArchTest
	final ArchRule nothingIsInjectedIntoFields = fields().should().notBeAnnotatedWith(Autowired.class);

	@ArchTest
	final ArchRule packagesAreFreeOfCycles = slices().matching("io.netasync.autoconfigure.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	final ArchRule nettyIsNotTouched = noClasses().should().dependOnClassesThat().resideInAPackage("io.netty..");

	@ArchTest
	final ArchRule coreOfTheAutoConfigurationNeedsNoOptionalLibrary = noClasses().that()
		.resideInAPackage("io.netasync.autoconfigure")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer..", "org.springframework.boot.health..");

	@ArchTest
	final ArchRule zeroMqIsNeededByWhatIsNamedAfterItOnly = noClasses().that()
		.haveNameNotMatching(".*\\.ZeroMq[^.]*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.netasync.zeromq..", "org.zeromq..");

	@ArchTest
	void autoConfigurationsAreThoseListed(JavaClasses classes) {
		List<String> found = classes.stream()
			.filter((candidate) -> candidate.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.toList();
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.filteredOn((name) -> name.startsWith("io.netasync."))
			.containsExactlyInAnyOrderElementsOf(found);
	}

}
