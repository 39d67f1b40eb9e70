package io.netasync.autoconfigure;

import java.util.Objects;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Tells where the value of a property comes from.
 *
 * @author net-async
 */
final class PropertyOrigin {

	private static final Pattern SECRET = Pattern.compile("(password|secret-key)$");

	private PropertyOrigin() {
	}

	/**
	 * Describes it as Boot does for a property that can't be bound.
	 * @param environment where it is looked for
	 * @param property the full name of the property
	 * @return lines to append, none if the property is not set
	 */
	static String describe(Environment environment, String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.isValid(property)
				? ConfigurationPropertyName.of(property) : ConfigurationPropertyName.EMPTY;
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				Object value = SECRET.matcher(property).find() ? "******" : found.getValue();
				return "%n%n    Property: %s%n    Value: \"%s\"%n    Origin: %s".formatted(property, value,
						Objects.requireNonNullElse(found.getOrigin(), "unknown"));
			}
		}
		return "";
	}

}
