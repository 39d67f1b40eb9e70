package io.netasync.autoconfigure;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The condition of {@link RequiresNode}.
 *
 * @author net-async
 */
class NodeCondition implements ExecutionCondition {

	private static final String REQUIRE = "NETASYNC_REQUIRE_PEERS";

	private static final Log logger = LogFactory.getLog(NodeCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		List<String> missing = Stream.of("node", "npm").filter((program) -> !runs(program)).toList();
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("node and npm are there");
		}
		String message = "Not installed: " + String.join(", ", missing);
		if (Boolean.parseBoolean(System.getenv(REQUIRE))) {
			throw new ExtensionConfigurationException(message + ", but " + REQUIRE + " is set");
		}
		logger.warn("Tests with node-ipc are skipped. " + message);
		return ConditionEvaluationResult.disabled(message);
	}

	private static boolean runs(String program) {
		try {
			return new ProcessBuilder(program, "--version").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
