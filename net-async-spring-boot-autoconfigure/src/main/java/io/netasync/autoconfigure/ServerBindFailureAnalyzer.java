package io.netasync.autoconfigure;

import java.net.BindException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * An {@link AbstractFailureAnalyzer} for a server that could not listen.
 *
 * @author net-async
 */
class ServerBindFailureAnalyzer extends AbstractFailureAnalyzer<ServerBindException> {

	private static final int PRIVILEGED = 1024;

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServerBindException cause) {
		String said = said(cause);
		int port = cause.address().getPort();
		String properties = PropertyPrefix.server(cause.server()).name();
		if (said.contains("in use")) {
			return new FailureAnalysis(
					"The net-async server '%s' could not bind to port %d: the address is already in use."
						.formatted(cause.server(), port),
					"Stop the process that listens on port %d, or set '%s.port' to another port (0 picks a free one)."
						.formatted(port, properties),
					cause);
		}
		String description = "The net-async server '%s' could not bind to %s: %s.".formatted(cause.server(),
				cause.address(), said);
		String action = (port > 0 && port < PRIVILEGED)
				? "Set '%1$s.port' to a port above 1023, and '%1$s.address' to an address of this machine."
				: "Set '%s.address' to an address of this machine, or leave it out to listen on all.";
		return new FailureAnalysis(description, action.formatted(properties), cause);
	}

	private static String said(Throwable failure) {
		String said = String.valueOf(failure.getMessage());
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof BindException) {
				return String.valueOf(cause.getMessage());
			}
			said = String.valueOf(cause.getMessage());
		}
		return said;
	}

}
