package io.netasync.demo;

import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The condition of {@link RequiresBrowser}.
 */
class BrowserCondition implements ExecutionCondition {

	static final String REQUIRE = "NETASYNC_REQUIRE_BROWSER";

	static final Path CHROMIUM = Path.of(System.getProperty("netasync.tests.chromium", "/usr/bin/chromium"));

	static final Path DRIVER = Path.of(System.getProperty("netasync.tests.chromedriver", "/usr/bin/chromedriver"));

	private static final Log logger = LogFactory.getLog(BrowserCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER)) {
			return ConditionEvaluationResult.enabled("Chromium and its driver are there");
		}
		String missing = CHROMIUM + " or " + DRIVER + " is missing";
		if (Boolean.parseBoolean(System.getenv(REQUIRE))) {
			throw new ExtensionConfigurationException(missing + ", but " + REQUIRE + " is set");
		}
		logger.warn("Browser tests are skipped: " + missing);
		return ConditionEvaluationResult.disabled(missing);
	}

}
