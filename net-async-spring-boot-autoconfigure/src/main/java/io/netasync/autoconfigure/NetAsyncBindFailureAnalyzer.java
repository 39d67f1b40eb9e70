package io.netasync.autoconfigure;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * An {@link AbstractFailureAnalyzer} for values of {@code netasync.*} that are not of the
 * kind the property needs. Says what to write, which Boot's own can't know.
 *
 * @author net-async
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class NetAsyncBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private final Environment environment;

	NetAsyncBindFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		String property = cause.getName().toString();
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		String allowed = allowed(ClassUtils.resolvePrimitiveIfNecessary(type));
		if (!property.startsWith("netasync.") || allowed == null) {
			return null;
		}
		return new FailureAnalysis(
				"The property '%s' has a value it can't have.%s".formatted(property,
						PropertyOrigin.describe(this.environment, property)),
				"Set '%s' to %s.".formatted(property, allowed), cause);
	}

	private static @Nullable String allowed(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + Stream.of(type.getEnumConstants())
				.map((value) -> "'" + value.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "'")
				.collect(Collectors.joining(", "));
		}
		if (type == Duration.class) {
			return "a number with its unit, such as '500ms', '5s' or '2m'";
		}
		if (type == DataSize.class) {
			return "a number with its unit, such as '64KB' or '1MB'";
		}
		if (type == Charset.class) {
			return "the name of a charset, such as 'UTF-8' or 'ISO-8859-1'";
		}
		if (type == Boolean.class) {
			return "'true' or 'false'";
		}
		return Number.class.isAssignableFrom(type) ? "a number" : null;
	}

}
