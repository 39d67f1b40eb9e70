package io.netasync.autoconfigure;

import java.lang.reflect.Type;
import java.util.function.Supplier;

import io.netasync.channel.NetAsyncHeaders;
import io.netasync.payload.Json;
import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;

/**
 * Makes the argument of a handler, such as a record, of what JSON became when it was
 * received by a client or server. Leaves other messages to other converters.
 *
 * @param json makes it
 * @author net-async
 */
record ArgumentConverter(Supplier<Json> json) implements SmartMessageConverter {

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		Object payload = message.getPayload();
		if (!isReceivedJson(message.getHeaders()) || payload instanceof byte[] || targetClass.isInstance(payload)) {
			return null;
		}
		try {
			return this.json.get().convert(payload, type(targetClass, conversionHint));
		}
		catch (IllegalArgumentException ex) {
			if (payload instanceof String) {
				return null;
			}
			throw new MessageConversionException(message,
					"The received JSON makes no %s: %s".formatted(targetClass.getTypeName(), ex.getMessage()), ex);
		}
	}

	private static boolean isReceivedJson(MessageHeaders headers) {
		Object contentType = headers.get(MessageHeaders.CONTENT_TYPE);
		return contentType != null && Json.CONTENT_TYPE.equals(contentType.toString())
				&& headers.containsKey(NetAsyncHeaders.NAME);
	}

	private static Type type(Class<?> targetClass, @Nullable Object conversionHint) {
		if (!(conversionHint instanceof MethodParameter parameter)) {
			return targetClass;
		}
		MethodParameter wanted = parameter.nestedIfOptional();
		if (Message.class.isAssignableFrom(wanted.getParameterType())) {
			wanted = wanted.nested();
		}
		return GenericTypeResolver.resolveType(wanted.getNestedGenericParameterType(), wanted.getContainingClass());
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return null;
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers,
			@Nullable Object conversionHint) {
		return null;
	}

}
