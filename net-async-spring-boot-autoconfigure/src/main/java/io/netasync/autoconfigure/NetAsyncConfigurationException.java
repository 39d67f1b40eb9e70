package io.netasync.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Something is configured that can't work.
 *
 * @author net-async
 */
class NetAsyncConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String action;

	/**
	 * Creates the exception.
	 * @param property the full name of the property that is wrong
	 * @param message what is wrong, in a sentence
	 * @param action what to write instead, in a sentence
	 * @param cause what found it
	 */
	NetAsyncConfigurationException(String property, String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.property = property;
		this.action = action;
	}

	String property() {
		return this.property;
	}

	String action() {
		return this.action;
	}

}
