package io.netasync.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.netasync.autoconfigure.NetAsyncProperties.Frame;
import io.netasync.frame.FrameSpec;
import io.netasync.frame.FrameSpec.Format;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.util.unit.DataSize;

/**
 * Makes the format of frames of the properties, and finds the beans that they name.
 *
 * @author net-async
 */
final class FrameSpecFactory {

	private final Frame shared;

	private final ListableBeanFactory beanFactory;

	FrameSpecFactory(Frame shared, ListableBeanFactory beanFactory) {
		this.shared = shared;
		this.beanFactory = beanFactory;
	}

	/**
	 * Makes the format of a client or server.
	 * @param place where its properties stand
	 * @param own what it sets itself
	 * @return the format
	 */
	FrameSpec create(PropertyPrefix place, ConnectionOverrides.@Nullable Frame own) {
		Frame frame = (own != null) ? merge(own) : this.shared;
		Format format = format(frame.format());
		String writer = (format != null) ? frame.serializer() : frame.format();
		String reader = (format != null) ? frame.deserializer() : frame.format();
		Serializer<?> serializer = (writer != null)
				? bean(place, (format != null) ? "serializer" : "format", writer, Serializer.class) : null;
		Deserializer<?> deserializer = (reader != null)
				? bean(place, (format != null) ? "deserializer" : "format", reader, Deserializer.class) : null;
		Integer chunkSize = bytes(place, "chunk-size", frame.chunkSize());
		Integer size = bytes(place, "size", frame.size());
		return place.make(() -> new FrameSpec((format != null) ? format : Format.CUSTOM, frame.maxSize().toBytes(),
				frame.charset(), frame.headerSize(), frame.inclusive(), frame.byteOrder(), frame.delimiter(),
				frame.lineEnding(), chunkSize, size, serializer, deserializer));
	}

	private Frame merge(ConnectionOverrides.Frame own) {
		Frame base = this.shared;
		// the options of another format than its own are none of its business
		if (own.format() != null && !own.format().equals(base.format())) {
			base = new Frame(own.format(), base.maxSize(), base.charset(), null, null, null, null, null, null, null,
					null, null);
		}
		return new Frame(base.format(), ConnectionSpecFactory.or(own.maxSize(), base.maxSize()),
				ConnectionSpecFactory.or(own.charset(), base.charset()), own(own.headerSize(), base.headerSize()),
				own(own.inclusive(), base.inclusive()), own(own.byteOrder(), base.byteOrder()),
				own(own.delimiter(), base.delimiter()), own(own.lineEnding(), base.lineEnding()),
				own(own.chunkSize(), base.chunkSize()), own(own.size(), base.size()),
				own(own.serializer(), base.serializer()), own(own.deserializer(), base.deserializer()));
	}

	private static <T> @Nullable T own(@Nullable T own, @Nullable T shared) {
		return (own != null) ? own : shared;
	}

	private static @Nullable Format format(String text) {
		String name = text.toLowerCase(Locale.ROOT).replace('_', '-');
		return Stream.of(Format.values()).filter((format) -> format.text().equals(name)).findFirst().orElse(null);
	}

	private static @Nullable Integer bytes(PropertyPrefix place, String leaf, @Nullable DataSize size) {
		if (size == null) {
			return null;
		}
		place.require(leaf, Math.abs(size.toBytes()) <= Integer.MAX_VALUE, "must be less than 2GB");
		return (int) size.toBytes();
	}

	private <T> T bean(PropertyPrefix place, String leaf, String name, Class<T> type) {
		boolean format = leaf.equals("format");
		List<Class<?>> types = format ? List.of(Serializer.class, Deserializer.class) : List.of(type);
		if (this.beanFactory.containsBean(name)) {
			Object bean = this.beanFactory.getBean(name);
			if (types.stream().allMatch((needed) -> needed.isInstance(bean))) {
				return type.cast(bean);
			}
		}
		String property = place.property(leaf);
		String what = (format ? "no format and " : "") + "no bean that is a "
				+ String.join(" and a ", types.stream().map(Class::getSimpleName).toList());
		List<String> beans = candidates(types);
		throw new NetAsyncConfigurationException(property,
				"The property '%s' is '%s', which is %s.".formatted(property, name, what),
				"Set '%s' to %sthe name of such a bean; there is %s.".formatted(property,
						format ? "one of " + formats() + ", or to " : "",
						beans.isEmpty() ? "none" : String.join(", ", beans)),
				null);
	}

	private static String formats() {
		return String.join(", ", Arrays.stream(Format.values()).map(Format::text).toList());
	}

	private List<String> candidates(List<Class<?>> types) {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(types.get(0)))
			.filter((name) -> types.stream().allMatch((type) -> this.beanFactory.isTypeMatch(name, type)))
			.sorted()
			.toList();
	}

}
