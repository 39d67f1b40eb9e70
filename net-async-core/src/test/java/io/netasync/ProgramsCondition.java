package io.netasync;

import java.util.List;
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
 */
class ProgramsCondition implements ExecutionCondition {

	private static final String REQUIRE = "NETASYNC_REQUIRE_PROGRAMS";

	private static final Log logger = LogFactory.getLog(ProgramsCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), RequiresPrograms.class)
			.map((programs) -> Stream.of(programs.value()).filter((name) -> Program.find(name) == null).toList())
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

}
