package io.netasync.autoconfigure;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where properties stand that are made into something. What rejects them knows only the
 * last part of their names, quoted; this completes it.
 *
 * @param name the prefix, without a dot at its end
 * @author net-async
 */
record PropertyPrefix(String name) {

	private static final Pattern QUOTED = Pattern.compile("'([a-z][a-z.-]*)'");

	static PropertyPrefix shared() {
		return new PropertyPrefix("netasync");
	}

	static PropertyPrefix client(String name) {
		return new PropertyPrefix("netasync.client." + name);
	}

	static PropertyPrefix server(String name) {
		return new PropertyPrefix("netasync.server." + name);
	}

	static PropertyPrefix zeroMq(String name) {
		return new PropertyPrefix("netasync.zeromq.socket." + name);
	}

	static PropertyPrefix zeroMqProxy(String name) {
		return new PropertyPrefix("netasync.zeromq.proxy." + name);
	}

	static PropertyPrefix zeroMqContext(String name) {
		return new PropertyPrefix("netasync.zeromq.context." + name);
	}

	PropertyPrefix group(String group) {
		return new PropertyPrefix(property(group));
	}

	String property(String leaf) {
		return this.name + "." + leaf;
	}

	/**
	 * Makes something of the properties.
	 * @param maker makes it
	 * @param <T> what is made
	 * @return what was made
	 */
	<T> T make(Supplier<T> maker) {
		return make(maker, (rule) -> QUOTED.matcher(rule)
			.replaceAll((match) -> Matcher.quoteReplacement("'" + property(match.group(1)) + "'")));
	}

	/**
	 * Makes something of properties whose rules quote values, not other properties.
	 * @param maker makes it
	 * @param <T> what is made
	 * @return what was made
	 */
	<T> T makeQuoting(Supplier<T> maker) {
		return make(maker, UnaryOperator.identity());
	}

	private <T> T make(Supplier<T> maker, UnaryOperator<String> completion) {
		try {
			return maker.get();
		}
		catch (IllegalArgumentException ex) {
			String message = String.valueOf(ex.getMessage());
			Matcher first = QUOTED.matcher(message);
			if (!first.lookingAt()) {
				throw ex;
			}
			throw rejected(first.group(1), completion.apply(message.substring(first.end()).trim()), ex);
		}
	}

	/**
	 * Requires something of a property.
	 * @param leaf the property
	 * @param satisfied whether it is so
	 * @param rule what must be, beginning with "must"
	 */
	void require(String leaf, boolean satisfied, String rule) {
		if (!satisfied) {
			throw rejected(leaf, rule, null);
		}
	}

	private NetAsyncConfigurationException rejected(String leaf, String rule, @Nullable Throwable cause) {
		String property = property(leaf);
		return new NetAsyncConfigurationException(property, "The property '%s' %s.".formatted(property, rule),
				action(property, rule), cause);
	}

	private static String action(String property, String rule) {
		if (rule.startsWith("must not be set")) {
			return "Remove '%s'.".formatted(property);
		}
		if (rule.startsWith("must be set")) {
			return "Set '%s'.".formatted(property);
		}
		return "Set '%s' to a value that %s.".formatted(property,
				rule.replaceFirst("^must not be", "is not")
					.replaceFirst("^must be", "is")
					.replaceFirst("^must not have", "does not have")
					.replaceFirst("^must have", "has"));
	}

}
