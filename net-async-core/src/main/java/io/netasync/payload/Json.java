package io.netasync.payload;

import java.util.function.Consumer;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * JSON that may come from anybody: reads no type that the text names, and only so deep,
 * with names and numbers only so long. Needs Jackson, which is optional. Thread-safe.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Json {

	/** How deep JSON may be by default. */
	public static final int MAX_DEPTH = 100;

	/** What is sent and received when it is announced in a header. */
	public static final String CONTENT_TYPE = "application/json";

	private static final String JACKSON = "tools.jackson.databind.json.JsonMapper";

	private static final int MAX_NUMBER_CHARACTERS = 1000;

	private static final int MAX_NAME_CHARACTERS = 50_000;

	private final JsonMapper mapper;

	private Json(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Makes the JSON of an application without settings of its own.
	 * @return what reads and writes with the default depth
	 * @throws IllegalStateException if Jackson is not there
	 */
	public static Json standard() {
		Assert.state(ClassUtils.isPresent(JACKSON, Json.class.getClassLoader()),
				"JSON needs Jackson: add the dependency 'tools.jackson.core:jackson-databind'");
		return of(MAX_DEPTH, (builder) -> {
		});
	}

	/**
	 * Makes the JSON of an application with settings of its own. Whatever they are, no
	 * default typing is active afterwards, and the limits hold.
	 * @param maxDepth how deep objects and arrays may be in one another, sent and
	 * received
	 * @param settings sets what is to be different
	 * @return the JSON
	 */
	public static Json of(int maxDepth, Consumer<JsonMapper.Builder> settings) {
		Assert.isTrue(maxDepth > 0, "'max-depth' must be greater than 0");
		JsonFactory factory = JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(maxDepth)
				.maxNumberLength(MAX_NUMBER_CHARACTERS)
				.maxNameLength(MAX_NAME_CHARACTERS)
				.maxStringLength(Integer.MAX_VALUE)
				.build())
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(maxDepth).build())
			.build();
		JsonMapper.Builder builder = JsonMapper.builder(factory);
		settings.accept(builder);
		return new Json(builder.deactivateDefaultTyping()
			.addModule(BufferForm.reading())
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.build());
	}

	/**
	 * Makes the type of a Java value of a natural one, as it was received.
	 * @param value a map, list, string, number or boolean
	 * @param type the type, generic or not
	 * @return the value, {@code null} if there is none
	 * @throws IllegalArgumentException if it can't be made
	 */
	public @Nullable Object convert(Object value, java.lang.reflect.Type type) {
		try {
			return this.mapper.convertValue(value, this.mapper.constructType(type));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
	}

	byte[] write(Object value) throws FrameException {
		try {
			return this.mapper.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw unwritable(value, ex);
		}
	}

	static FrameException unwritable(Object value, JacksonException cause) {
		return new FrameException(Reason.UNSUPPORTED_TYPE, "no JSON can be made of the type '%s': %s"
			.formatted(value.getClass().getTypeName(), cause.getOriginalMessage()), cause);
	}

	Object read(Object text, Class<?> type) throws FrameException {
		JavaType javaType = this.mapper.constructType(type);
		Object value;
		try {
			value = (text instanceof byte[] bytes) ? this.mapper.readValue(bytes, javaType)
					: this.mapper.readValue((String) text, javaType);
		}
		catch (JacksonException ex) {
			throw unreadable(ex);
		}
		if (value == null) {
			throw new FrameException(Reason.UNSUPPORTED_TYPE, "JSON 'null' makes no payload");
		}
		return value;
	}

	static FrameException unreadable(JacksonException cause) {
		return new FrameException(Reason.MALFORMED, "no JSON of the expected kind: " + cause.getOriginalMessage(),
				cause);
	}

	/**
	 * Returns the mapper of compact JSON in which bytes are written as node.js does.
	 * @return the mapper
	 */
	JsonMapper node() {
		return this.mapper.rebuild()
			.disable(SerializationFeature.INDENT_OUTPUT)
			.addModule(BufferForm.writing())
			.build();
	}

}
