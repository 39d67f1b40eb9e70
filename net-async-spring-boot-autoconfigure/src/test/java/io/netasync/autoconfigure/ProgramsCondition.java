package io.netasync.autoconfigure;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The condition of {@link RequiresPrograms}.
 *
 * @author net-async
 */
class ProgramsCondition implements ExecutionCondition {

	private static final String REQUIRE = "NETASYNC_REQUIRE_PEERS";

	private static final Log logger = LogFactory.getLog(ProgramsCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), RequiresPrograms.class)
			.map((programs) -> Stream.of(programs.value()).filter((name) -> find(name).isEmpty()).toList())
			.orElse(List.of());
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("All programs are there");
		}
		String message = "Not installed: " + String.join(", ", missing);
		if (Boolean.parseBoolean(System.getenv(REQUIRE))) {
			throw new ExtensionConfigurationException(message + ", but " + REQUIRE + " is set");
		}
		logger.warn("Tests are skipped. " + message);
		return ConditionEvaluationResult.disabled(message);
	}

	/**
	 * Finds a program where Debian has those for users and for administrators.
	 * @param program its name
	 * @return where it is
	 */
	static Optional<Path> find(String program) {
		return Stream
			.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
