package io.netasync.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the generated configuration metadata.
 *
 * @author net-async
 */
class MetadataTests {

	/** Those that are without a value unless they are set. */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("netasync.client", "netasync.server",
			"netasync.ssl.bundle", "netasync.conflation-key", "netasync.request.reply-key", "netasync.frame.delimiter",
			"netasync.frame.size", "netasync.frame.serializer", "netasync.frame.deserializer",
			"netasync.heartbeat.probe", "netasync.payload", "netasync.payload-type", "netasync.options",
			"netasync.zeromq.context", "netasync.zeromq.socket", "netasync.zeromq.proxy");

	private final DocumentContext metadata = read();

	private static DocumentContext read() {
		String name = "/META-INF/spring-configuration-metadata.json";
		return JsonPath.parse(Objects.requireNonNull(MetadataTests.class.getResourceAsStream(name), name));
	}

	private List<Map<String, Object>> items(String group) {
		return this.metadata.read("$." + group);
	}

	@Test
	void everyPropertyIsDescribed() {
		assertThat(items("properties")).hasSizeGreaterThan(25)
			.allSatisfy((property) -> assertThat((String) property.get("description")).as("%s", property.get("name"))
				.isNotBlank()
				.doesNotContain("{@"));
	}

	@Test
	void everyPropertyHasADefault() {
		assertThat(items("properties"))
			.filteredOn((property) -> !WITHOUT_DEFAULT.contains(Objects.toString(property.get("name"))))
			.allSatisfy((property) -> assertThat(property).as("%s", property.get("name")).containsKey("defaultValue"));
	}

	@Test
	void propertiesStayInTheirNamespace() {
		assertThat(items("properties")).extracting((property) -> (String) property.get("name"))
			.allMatch((name) -> name.startsWith("netasync.") || name.equals("management.health.netasync.enabled")
					|| name.startsWith("management.endpoint.netasync."));
	}

	@Test
	void defaultsAreThoseOfTheContract() {
		Map<String, Object> defaults = new HashMap<>();
		items("properties")
			.forEach((property) -> defaults.put((String) property.get("name"), property.get("defaultValue")));
		assertThat(defaults).containsEntry("netasync.frame.max-size", "1MB")
			.containsEntry("netasync.frame.format", "length-header")
			.containsEntry("netasync.heartbeat.interval", "5s")
			.containsEntry("netasync.heartbeat.timeout", "15s")
			.containsEntry("netasync.reconnect.delay", "100ms")
			.containsEntry("netasync.reconnect.max-attempts", "unlimited")
			.containsEntry("netasync.send-buffer.max-size", "8MB")
			.containsEntry("netasync.send-buffer.overflow", "block")
			.containsEntry("netasync.request.correlation", "fifo")
			.containsEntry("netasync.request.timeout", "10s")
			.containsEntry("netasync.request.max-pending", 1024)
			.containsEntry("netasync.json.max-depth", 100)
			.containsEntry("netasync.dispatch", "worker")
			.containsEntry("netasync.transport", "auto")
			.containsEntry("netasync.event-loop.transport", "auto")
			.containsEntry("netasync.health.down-after", "30s");
	}

	@Test
	void hintsAreForPropertiesThatExist() {
		List<Object> properties = items("properties").stream().map((property) -> property.get("name")).toList();
		assertThat(items("hints")).isNotEmpty().extracting((hint) -> hint.get("name")).allMatch(properties::contains);
	}

}
