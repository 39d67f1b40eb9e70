package io.netasync.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.autoconfigure.ZeroMqAutoConfiguration;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.message.ZeroMqType;
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
 * Tests for {@link ZeroMqMetricsAutoConfiguration}.
 *
 * @author net-async
 */
class ZeroMqMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZeroMqMetricsAutoConfiguration.class,
				NetAsyncMetricsAutoConfiguration.class, ZeroMqAutoConfiguration.class, NetAsyncAutoConfiguration.class,
				IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class,
				MetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	private final ApplicationContextRunner withSocket = this.runner.withPropertyValues(
			"netasync.zeromq.socket.jobs.type=pull", "netasync.zeromq.socket.jobs.bind=tcp://127.0.0.1:*",
			"netasync.zeromq.socket.jobs.inbound-channel=queue");

	@Test
	void registersTheMetersOfASocket() {
		this.withSocket
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters()).extracting(Meter::getId)
				.filteredOn((id) -> "zeromq".equals(id.getTag("side")))
				.allSatisfy((id) -> {
					assertThat(id.getDescription()).isNotBlank();
					assertThat(id.getBaseUnit()).isNotBlank();
					assertThat(id.getTag("name")).isEqualTo("jobs");
					assertThat(id.getTags()).extracting(Tag::getKey).isSubsetOf("name", "side", "outcome", "reason");
				})
				.extracting(Meter.Id::getName)
				.containsOnly("netasync.bytes.received", "netasync.bytes.sent", "netasync.connections.active",
						"netasync.connections.lost", "netasync.dropped", "netasync.handshakes.failed",
						"netasync.messages.accepted", "netasync.messages.failed", "netasync.messages.received",
						"netasync.messages.sent", "netasync.requests", "netasync.requests.late",
						"netasync.requests.latency", "netasync.requests.pending", "netasync.send.buffer.bytes",
						"netasync.send.buffer.messages"));
	}

	@Test
	void registersTheMetersOfABroker() {
		this.runner
			.withPropertyValues("netasync.zeromq.proxy.broker.type=xsub-xpub",
					"netasync.zeromq.proxy.broker.frontend.bind=inproc://front",
					"netasync.zeromq.proxy.broker.backend.bind=inproc://back")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters()).extracting(Meter::getId)
				.filteredOn((id) -> "broker".equals(id.getTag("name")) && "zeromq".equals(id.getTag("side")))
				.extracting(Meter.Id::getName)
				.containsExactlyInAnyOrder("netasync.connections.active", "netasync.proxy.messages",
						"netasync.proxy.messages", "netasync.proxy.dropped"));
	}

	@Test
	void accountForEveryMessage() {
		this.withSocket.run((context) -> {
			ZeroMqSocket jobs = context.getBean("jobs", ZeroMqSocket.class);
			ZeroMqSocket boss = context.getBean(ZeroMq.class)
				.open("boss", ZeroMqType.PUSH, (socket) -> socket.connect(jobs.snapshot().bound().get(0)));
			boss.send("job").toCompletableFuture().get(10, TimeUnit.SECONDS);
			Awaitility.await()
				.untilAsserted(() -> assertThat(value(context, "netasync.messages.received", "jobs")).isEqualTo(1));
			assertThat(value(context, "netasync.bytes.received", "jobs")).isGreaterThanOrEqualTo(3);
			assertThat(value(context, "netasync.connections.active", "jobs")).isEqualTo(1);
			Awaitility.await()
				.untilAsserted(() -> assertThat(value(context, "netasync.messages.sent", "boss")).isEqualTo(1));
			assertThat(value(context, "netasync.messages.accepted", "boss")).isEqualTo(1);
			boss.close();
			assertThat(context.getBean(MeterRegistry.class).find("netasync.messages.sent").tag("name", "boss").meter())
				.isNull();
			Awaitility.await()
				.untilAsserted(() -> assertThat(value(context, "netasync.connections.lost", "jobs")).isEqualTo(1));
			assertThat(value(context, "netasync.connections.active", "jobs")).isZero();
		});
	}

	private static double value(AssertableApplicationContext context, String meter, String name) {
		return context.getBean(MeterRegistry.class)
			.get(meter)
			.tag("name", name)
			.tag("side", "zeromq")
			.meter()
			.measure()
			.iterator()
			.next()
			.getValue();
	}

	@Test
	void isAbsentWithoutTheModule() {
		this.runner.withClassLoader(new FilteredClassLoader("io.netasync.zeromq", "org.zeromq"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(NetAsyncMeterBinder.class)
				.doesNotHaveBean(MemberMeters.class));
	}

	@Test
	void isAbsentWithoutMicrometer() {
		this.withSocket.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.withBean("registry", String.class, () -> "none")
			.run((context) -> assertThat(context).doesNotHaveBean(MemberMeters.class));
	}

	@Test
	void isAbsentWhenDisabled() {
		this.withSocket.withPropertyValues("netasync.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MemberMeters.class));
	}

}
