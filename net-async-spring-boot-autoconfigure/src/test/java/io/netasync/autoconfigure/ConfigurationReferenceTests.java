package io.netasync.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table in docs/configuration.md says what the metadata says. Run with
 * {@code -Dnetasync.docs.update=true} to write it anew.
 *
 * @author net-async
 */
class ConfigurationReferenceTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

	private static final String MARK = "<!-- from the metadata: run the tests with -Dnetasync.docs.update=true -->";

	@Test
	void referenceIsUpToDate() throws IOException {
		String document = Files.readString(DOCUMENT);
		String expected = document.substring(0, document.indexOf(MARK)) + MARK + "\n\n" + table();
		if (Boolean.getBoolean("netasync.docs.update")) {
			Files.writeString(DOCUMENT, expected);
		}
		assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
	}

	@Test
	void everyPropertyOfAClientAndAServerIsThere() throws IOException {
		String document = Files.readString(DOCUMENT);
		assertThat(Stream.of(NetAsyncClientProperties.class, NetAsyncServerProperties.class)
			.flatMap((type) -> Stream.of(type.getRecordComponents()))
			.map((component) -> "`" + dashed(component))).isNotEmpty().allMatch(document::contains);
	}

	@Test
	void everyPropertyOfAZeroMqSocketAndItsContextIsThere() throws IOException {
		String document = Files.readString(DOCUMENT);
		assertThat(Stream.of(ZeroMqSocketProperties.class, ZeroMqProperties.Context.class, ZeroMqProxyProperties.class)
			.flatMap((type) -> Stream.of(type.getRecordComponents()))
			.flatMap(ConfigurationReferenceTests::leaves)
			.map("`%s`"::formatted)).hasSizeGreaterThan(40).allMatch(document::contains);
	}

	private static Stream<String> leaves(RecordComponent component) {
		return (component.getType().getEnclosingClass() == ZeroMqSocketProperties.class)
				? Stream.of(component.getType().getRecordComponents())
					.map((leaf) -> dashed(component) + "." + dashed(leaf))
				: Stream.of(dashed(component));
	}

	private static String dashed(RecordComponent component) {
		return DataObjectPropertyName.toDashedForm(component.getName());
	}

	private static String table() throws IOException {
		Map<String, String> rows = new TreeMap<>();
		for (Object property : (List<?>) metadata().get("properties")) {
			Map<?, ?> values = (Map<?, ?>) property;
			String name = (String) values.get("name");
			if (name.startsWith("netasync.")) {
				rows.put(name, "| `%s` | %s | %s |".formatted(name, code(values.get("defaultValue")),
						String.valueOf(values.get("description")).replace("|", "\\|")));
			}
		}
		return rows.values()
			.stream()
			.collect(Collectors.joining("\n", "| property | default | what |\n|---|---|---|\n", "\n"));
	}

	private static String code(Object value) {
		return (value != null) ? "`" + value + "`" : "";
	}

	private static Map<String, Object> metadata() throws IOException {
		try (InputStream in = NetAsyncAutoConfiguration.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			return JsonPath.parse(in).json();
		}
	}

}
