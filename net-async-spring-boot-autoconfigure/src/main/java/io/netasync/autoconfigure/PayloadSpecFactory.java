package io.netasync.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.netasync.channel.PayloadSpec;
import io.netasync.channel.PayloadSpec.Conversion;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.payload.Json;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.ClassUtils;

/**
 * Makes what payloads mean of the properties.
 *
 * @author net-async
 */
final class PayloadSpecFactory {

	private static final String JACKSON = "tools.jackson.databind.json.JsonMapper";

	/** They convert arguments and channels' types, not bytes. */
	private static final Set<String> OF_SPRING_INTEGRATION = Set.of(
			IntegrationContextUtils.ARGUMENT_RESOLVER_MESSAGE_CONVERTER_BEAN_NAME,
			IntegrationContextUtils.INTEGRATION_DATATYPE_CHANNEL_MESSAGE_CONVERTER_BEAN_NAME);

	private final NetAsyncProperties shared;

	private final ConfigurableListableBeanFactory beanFactory;

	PayloadSpecFactory(NetAsyncProperties shared, ConfigurableListableBeanFactory beanFactory) {
		this.shared = shared;
		this.beanFactory = beanFactory;
	}

	PayloadSpec payload(PropertyPrefix prefix, @Nullable String own, @Nullable String ownType,
			ConnectionOverrides.@Nullable Frame frame, Format format) {
		PropertyPrefix place = ConnectionSpecFactory.place(prefix, own);
		String payload = (own != null) ? own : this.shared.payload();
		Conversion conversion = conversion(payload);
		MessageConverter converter = (payload != null && conversion == null)
				? converter(place.property("payload"), payload) : null;
		Conversion effective = (conversion != null) ? conversion : Conversion.of(format);
		if (format == Format.NODE_IPC) {
			checkNodeIpc(prefix, own, frame, effective == Conversion.JSON && converter == null);
		}
		else if (conversion == Conversion.JSON) {
			requireJackson(place.property("payload"), "json");
		}
		if (format == Format.RAW && conversion == Conversion.JSON) {
			throw new NetAsyncConfigurationException(place.property("payload"),
					"The property '%s' is 'json', which the frame format 'raw' does not go with, where nothing tells one message from the next."
						.formatted(place.property("payload")),
					"Set '%s' to 'bytes', or choose another frame format.".formatted(prefix.property("payload")), null);
		}
		boolean typeless = converter == null && effective != Conversion.JSON;
		// a shared type is not meant for one that has chosen bytes or text itself
		Class<?> type = (ownType == null && own != null && typeless) ? null : type(prefix, ownType, typeless);
		return new PayloadSpec(conversion, converter, type, this::json);
	}

	private void checkNodeIpc(PropertyPrefix prefix, @Nullable String own, ConnectionOverrides.@Nullable Frame frame,
			boolean json) {
		requireJackson(ConnectionSpecFactory.place(prefix, (frame != null) ? frame.format() : null, "frame")
			.property("format"), "node-ipc");
		if (!json) {
			String property = ConnectionSpecFactory.place(prefix, own).property("payload");
			throw new NetAsyncConfigurationException(property,
					"The property '%s' does not go with the frame format 'node-ipc', whose messages are JSON."
						.formatted(property),
					"Set '%s' to 'json', or leave it out.".formatted(prefix.property("payload")), null);
		}
	}

	private static @Nullable Conversion conversion(@Nullable String payload) {
		return Stream.of(Conversion.values())
			.filter((value) -> value.name().toLowerCase(Locale.ROOT).equals(payload))
			.findAny()
			.orElse(null);
	}

	private void requireJackson(String property, String value) {
		if (!ClassUtils.isPresent(JACKSON, this.beanFactory.getBeanClassLoader())) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is '%s', but Jackson is missing.".formatted(property, value),
					"Add the dependency 'tools.jackson.core:jackson-databind', or set '%s' to another value."
						.formatted(property),
					null);
		}
	}

	private MessageConverter converter(String property, String name) {
		if (this.beanFactory.containsBean(name) && this.beanFactory.isTypeMatch(name, MessageConverter.class)) {
			return this.beanFactory.getBean(name, MessageConverter.class);
		}
		String names = Arrays.stream(this.beanFactory.getBeanNamesForType(MessageConverter.class, true, false))
			.filter((bean) -> !OF_SPRING_INTEGRATION.contains(bean))
			.sorted()
			.collect(Collectors.joining(", "));
		throw new NetAsyncConfigurationException(property,
				"The property '%s' is '%s', which is neither a conversion nor a MessageConverter bean."
					.formatted(property, name),
				"Set '%s' to 'bytes', 'string', 'json' or the name of a MessageConverter bean (%s).".formatted(property,
						names.isEmpty() ? "there is none" : "there are: " + names),
				null);
	}

	private @Nullable Class<?> type(PropertyPrefix prefix, @Nullable String own, boolean typeless) {
		String name = (own != null) ? own : this.shared.payloadType();
		if (name == null) {
			return null;
		}
		String property = ConnectionSpecFactory.place(prefix, own).property("payload-type");
		if (typeless) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is set, but bytes and text have no type.".formatted(property),
					"Set 'payload' to 'json' or to the name of a MessageConverter bean, or leave '%s' out."
						.formatted(property),
					null);
		}
		return type(property, name);
	}

	private Class<?> type(String property, String name) {
		try {
			return ClassUtils.forName(name, this.beanFactory.getBeanClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' names a class that is not there: '%s'.".formatted(property, name),
					"Set '%s' to the full name of a class, with '$' before a nested one.".formatted(property), ex);
		}
	}

	private Json json() {
		return this.beanFactory.getBeanProvider(Json.class)
			.getIfAvailable(() -> PropertyPrefix.shared()
				.group("json")
				.make(() -> Json.of(this.shared.json().maxDepth(), (settings) -> {
				})));
	}

}
