package io.netasync.autoconfigure.metrics;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NetAsyncMetricsAutoConfiguration}.
 *
 * @author net-async
 */
class NetAsyncMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(NetAsyncMetricsAutoConfiguration.class, NetAsyncAutoConfiguration.class,
						IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("netasync.server.orders.port=0", "netasync.client.feed.addresses=127.0.0.1:1",
				"netasync.client.feed.send-buffer.max-messages=2", "netasync.client.feed.send-buffer.overflow=fail",
				"netasync.client.feed.close-timeout=0");

	private final ApplicationContextRunner withRegistry = this.runner
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void registersTheMetersOfAClient() {
		this.withRegistry
			.run((context) -> assertThat(names(context, "client")).containsExactly("netasync.bytes.received",
					"netasync.bytes.sent", "netasync.connect.duration", "netasync.connections.active",
					"netasync.dropped", "netasync.failovers", "netasync.heartbeats.missed",
					"netasync.messages.accepted", "netasync.messages.failed", "netasync.messages.received",
					"netasync.messages.sent", "netasync.reconnects", "netasync.requests", "netasync.requests.late",
					"netasync.requests.latency", "netasync.requests.pending", "netasync.rtt",
					"netasync.send.buffer.bytes", "netasync.send.buffer.messages"));
	}

	@Test
	void registersTheMetersOfAServer() {
		this.withRegistry
			.run((context) -> assertThat(names(context, "server")).containsExactly("netasync.bytes.received",
					"netasync.bytes.sent", "netasync.connections.active", "netasync.connections.rejected",
					"netasync.dropped", "netasync.heartbeats.missed", "netasync.messages.accepted",
					"netasync.messages.failed", "netasync.messages.received", "netasync.messages.sent",
					"netasync.requests", "netasync.requests.late", "netasync.requests.latency",
					"netasync.requests.pending", "netasync.send.buffer.bytes", "netasync.send.buffer.messages"));
	}

	private static Set<String> names(AssertableApplicationContext context, String side) {
		return context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> side.equals(id.getTag("side")))
			.map(Meter.Id::getName)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void describesAndTagsAll() {
		this.withRegistry
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters()).extracting(Meter::getId)
				.filteredOn((id) -> id.getName().startsWith("netasync."))
				.allSatisfy((id) -> {
					assertThat(id.getDescription()).isNotBlank();
					assertThat(id.getBaseUnit()).isNotBlank();
					assertThat(id.getTag("name")).isIn("feed", "orders");
					assertThat(id.getTags()).extracting(Tag::getKey).isSubsetOf("name", "side", "outcome", "reason");
				}));
	}

	@Test
	void accountForEveryMessage() {
		this.withRegistry.run((context) -> {
			NetAsyncClient feed = context.getBean(NetAsyncClient.class);
			feed.send("one");
			feed.send("two");
			feed.send("three");
			Awaitility.await()
				.untilAsserted(() -> assertThat(value(context, "netasync.messages.accepted")).isEqualTo(2));
			assertThat(value(context, "netasync.send.buffer.messages")).isEqualTo(2);
			assertThat(value(context, "netasync.send.buffer.bytes")).isEqualTo(2 * (4 + 3));
			assertThat(value(context, "netasync.dropped", "reason", "refused")).isEqualTo(1);
			assertThat(value(context, "netasync.messages.accepted")).isEqualTo(value(context, "netasync.messages.sent")
					+ value(context, "netasync.messages.failed") + value(context, "netasync.send.buffer.messages"));
		});
	}

	@Test
	void areThereForWhatIsMadeAtRunTimeUntilItIsClosed() {
		this.withRegistry.run((context) -> {
			NetAsync netAsync = context.getBean(NetAsync.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			int before = registry.getMeters().size();
			for (int i = 0; i < 3; i++) {
				netAsync.accept("more", (server) -> server.port(0));
				netAsync.connect("other", (client) -> client.addresses("127.0.0.1:1"));
				assertThat(registry.get("netasync.connections.active").tag("name", "more").gauge().value()).isZero();
				assertThat(registry.get("netasync.failovers").tag("name", "other").functionCounter().count()).isZero();
				netAsync.close("more");
				netAsync.close("other");
				assertThat(registry.getMeters()).hasSize(before);
			}
			context.getBean(NetAsyncClient.class).close();
			assertThat(registry.find("netasync.failovers").meters()).isEmpty();
		});
	}

	@Test
	void readOnThoughNothingElseHoldsWhatTheyRead() {
		this.withRegistry.run((context) -> {
			System.gc();
			assertThat(value(context, "netasync.messages.accepted")).isZero();
		});
	}

	private static double value(AssertableApplicationContext context, String meter, String... tags) {
		return context.getBean(MeterRegistry.class)
			.get(meter)
			.tag("name", "feed")
			.tags(tags)
			.meter()
			.measure()
			.iterator()
			.next()
			.getValue();
	}

	@Test
	void isAbsentWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(NetAsyncMeterBinder.class));
	}

	@Test
	void isAbsentWithoutNetAsync() {
		this.withRegistry.withPropertyValues("netasync.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(NetAsyncMeterBinder.class));
	}

	@Test
	void isAbsentWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(NetAsyncMeterBinder.class)
				.hasSingleBean(NetAsyncClient.class));
	}

	@Test
	void isLeftToTheApplication() {
		this.withRegistry.withBean("netAsyncMeterBinder", MeterBinder.class, () -> (registry) -> {
		}).run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(NetAsyncMeterBinder.class));
	}

}
