package io.netasync.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * An {@link AbstractFailureAnalyzer} for properties that can't work.
 *
 * @author net-async
 */
class NetAsyncConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<NetAsyncConfigurationException> {

	private final Environment environment;

	NetAsyncConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NetAsyncConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage() + PropertyOrigin.describe(this.environment, cause.property()),
				cause.action(), cause);
	}

}
