package io.netasync.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
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
 * The condition of {@link RequiresPeer}.
 */
class PeerCondition implements ExecutionCondition {

	static final String REQUIRE = "NETASYNC_REQUIRE_PEERS";

	private static final Log logger = LogFactory.getLog(PeerCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		Optional<RequiresPeer> required = AnnotationSupport.findAnnotation(context.getElement(), RequiresPeer.class);
		if (required.isEmpty() || find(required.get().value()).isPresent()) {
			return ConditionEvaluationResult.enabled("The peer is there");
		}
		String missing = "The program %s is not installed".formatted(required.get().value());
		if (Boolean.parseBoolean(System.getenv(REQUIRE))) {
			throw new ExtensionConfigurationException(missing + ", but " + REQUIRE + " is set");
		}
		logger.warn("A test is skipped: " + missing);
		return ConditionEvaluationResult.disabled(missing);
	}

	/**
	 * Finds a program where Debian has those for users and for administrators.
	 * @param program its name
	 * @return where it is
	 */
	static Optional<Path> find(String program) {
		return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
