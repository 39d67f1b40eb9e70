package io.netasync.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.netasync.channel.ClientBuilder;
import io.netasync.channel.ServerBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The builders of clients and servers that are made at run time set whatever the
 * properties do, by the same names.
 *
 * @author net-async
 */
class BuilderTests {

	@Test
	void aClientIsBuiltOfAllItsProperties() {
		assertThat(missing(NetAsyncClientProperties.class, ClientBuilder.class)).isEmpty();
	}

	@Test
	void aServerIsBuiltOfAllItsProperties() {
		assertThat(missing(NetAsyncServerProperties.class, ServerBuilder.class)).isEmpty();
	}

	@Test
	void aMissingMethodWouldBeFound() {
		assertThat(missing(NetAsyncClientProperties.class, ServerBuilder.class)).contains("addresses", "failover",
				"reconnect");
	}

	private static List<String> missing(Class<?> properties, Class<?> builder) {
		List<String> missing = new ArrayList<>();
		for (RecordComponent property : properties.getRecordComponents()) {
			if (!property.getType().isRecord()) {
				missing
					.addAll(methods(builder, property).findAny().isEmpty() ? List.of(property.getName()) : List.of());
				continue;
			}
			Optional<Class<?>> group = methods(builder, property).map(BuilderTests::group)
				.flatMap(Optional::stream)
				.findAny();
			group.ifPresentOrElse(
					(type) -> missing(property.getType(), type)
						.forEach((leaf) -> missing.add(property.getName() + "." + leaf)),
					() -> missing.add(property.getName()));
		}
		return missing;
	}

	private static Stream<Method> methods(Class<?> builder, RecordComponent property) {
		return Stream.of(builder.getMethods())
			.filter((method) -> method.getName().equals(property.getName()) && method.getParameterCount() == 1);
	}

	private static Optional<Class<?>> group(Method method) {
		Type parameter = method.getGenericParameterTypes()[0];
		return (parameter instanceof ParameterizedType type && type.getRawType() == Consumer.class)
				? Optional.of((Class<?>) type.getActualTypeArguments()[0]) : Optional.empty();
	}

}
