package io.netasync.autoconfigure;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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
		return (cause.address() instanceof InetSocketAddress address) ? port(cause, address.getPort()) : unix(cause);
	}

	private static FailureAnalysis port(ServerBindException cause, int port) {
		String said = said(cause);
		String properties = PropertyPrefix.server(cause.server()).name();
		if (said.contains("in use")) {
			return new FailureAnalysis(
					"The net-async server '%s' could not bind to port %d: the address is already in use."
						.formatted(cause.server(), port),
					"Stop the process that listens on port %d, or set '%s.port' to another port (0 picks a free one)."
						.formatted(port, properties),
					cause);
		}
		String action = (port > 0 && port < PRIVILEGED)
				? "Set '%1$s.port' to a port above 1023, and '%1$s.address' to an address of this machine."
				: "Set '%s.address' to an address of this machine, or leave it out to listen on all.";
		return new FailureAnalysis(description(cause, cause.address().toString(), said), action.formatted(properties),
				cause);
	}

	private static FailureAnalysis unix(ServerBindException cause) {
		SocketAddress path = cause.address();
		return new FailureAnalysis(description(cause, "unix:" + path, said(cause)), "%s, or set '%s' to another path."
			.formatted(remedy(cause, path), PropertyPrefix.server(cause.server()).property("address")), cause);
	}

	private static String remedy(ServerBindException failure, SocketAddress path) {
		Throwable bind = failure.getCause();
		Throwable cause = (bind != null) ? bind.getCause() : null;
		if (cause instanceof BindException) {
			return "Stop the process that listens there ('ss -lxp src %s' shows it)".formatted(path);
		}
		if (cause instanceof NoSuchFileException missing) {
			return "Make the directory '%s'".formatted(missing.getFile());
		}
		return (cause instanceof FileSystemException)
				? "Let this process make and remove files there, and remove '%s' if nobody needs it".formatted(path)
				: "See that there can be a Unix socket of this path";
	}

	private static String description(ServerBindException cause, String address, String said) {
		return "The net-async server '%s' could not bind to %s: %s.".formatted(cause.server(), address, said);
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
