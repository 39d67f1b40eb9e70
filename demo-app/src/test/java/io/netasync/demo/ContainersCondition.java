package io.netasync.demo;

import com.github.dockerjava.api.exception.NotFoundException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * The condition of {@link RequiresContainers}.
 */
class ContainersCondition implements ExecutionCondition {

	static final String REQUIRE = "NETASYNC_REQUIRE_CONTAINERS";

	static final String IMAGE = System.getProperty("netasync.tests.jre-image", "net-async-test-jre:17");

	private static final Log logger = LogFactory.getLog(ContainersCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		String missing = findMissing();
		if (missing == null) {
			return ConditionEvaluationResult.enabled("Containers can run");
		}
		if (Boolean.parseBoolean(System.getenv(REQUIRE))) {
			throw new ExtensionConfigurationException(missing + ", but " + REQUIRE + " is set");
		}
		logger.warn("Container tests are skipped: " + missing);
		return ConditionEvaluationResult.disabled(missing);
	}

	private static @Nullable String findMissing() {
		if (!DockerClientFactory.instance().isDockerAvailable()) {
			return "No container engine answers";
		}
		try {
			DockerClientFactory.lazyClient().inspectImageCmd(IMAGE).exec();
			return null;
		}
		catch (NotFoundException ex) {
			return "The image " + IMAGE
					+ " is missing: run .ci/make-jre-image or name one with -Dnetasync.tests.jre-image";
		}
	}

}
