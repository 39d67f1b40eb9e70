package io.netasync.zeromq;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The condition of {@link RequiresLibzmq}.
 *
 * @author net-async
 */
class LibzmqCondition implements ExecutionCondition {

	private static final String REQUIRE = "NETASYNC_REQUIRE_PEERS";

	private static final Log logger = LogFactory.getLog(LibzmqCondition.class);

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (LibzmqPeer.interpreter().isPresent()) {
			return ConditionEvaluationResult.enabled("libzmq is there");
		}
		String message = "Not installed: python3 with the module zmq";
		if (Boolean.parseBoolean(System.getenv(REQUIRE))) {
			throw new ExtensionConfigurationException(message + ", but " + REQUIRE + " is set");
		}
		logger.warn("Tests are skipped. " + message);
		return ConditionEvaluationResult.disabled(message);
	}

}
