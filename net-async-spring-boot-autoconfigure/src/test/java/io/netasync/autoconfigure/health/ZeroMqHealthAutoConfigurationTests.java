package io.netasync.autoconfigure.health;

import java.util.List;

import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.autoconfigure.ZeroMqAutoConfiguration;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZeroMqHealthAutoConfiguration}.
 *
 * @author net-async
 */
class ZeroMqHealthAutoConfigurationTests {

	private static final String NAME = "netasyncHealthContributor";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZeroMqHealthAutoConfiguration.class,
				NetAsyncHealthContributorAutoConfiguration.class, ZeroMqAutoConfiguration.class,
				NetAsyncAutoConfiguration.class, IntegrationAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("netasync.client.feed.addresses=127.0.0.1:1");

	private final ApplicationContextRunner withSockets = this.runner.withPropertyValues(
			"netasync.zeromq.socket.jobs.type=pull", "netasync.zeromq.socket.jobs.bind=tcp://127.0.0.1:*",
			"netasync.zeromq.socket.prices.type=sub", "netasync.zeromq.socket.prices.connect=tcp://127.0.0.1:1");

	@Test
	void hasOnePartForEachSocket() {
		this.withSockets
			.run((context) -> assertThat(parts(context)).containsExactlyInAnyOrder("feed", "jobs", "prices"));
	}

	@Test
	void isUpWhileASocketThatOnlyListensIsOpen() {
		this.withSockets.withPropertyValues("netasync.health.down-after=1ms").run((context) -> {
			Health health = health(context, "jobs");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("type", "pull")
				.containsEntry("bound", context.getBean("jobs", ZeroMqSocket.class).snapshot().bound())
				.containsEntry("connected", List.of())
				.containsEntry("connections", 0)
				.containsEntry("handshakesFailed", 0L)
				.containsEntry("pending", 0L);
		});
	}

	@Test
	void isDownOnceASocketHasLackedPeersForTooLong() {
		this.withSockets.withPropertyValues("netasync.health.down-after=1ms")
			.run((context) -> Awaitility.await().untilAsserted(() -> {
				Health health = health(context, "prices");
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsKey("lastFailure");
			}));
	}

	@Test
	void isUpWhileASocketHasNotLackedPeersForLong() {
		this.withSockets.run((context) -> {
			Awaitility.await()
				.until(() -> context.getBean("prices", ZeroMqSocket.class).snapshot().lastFailure() != null);
			assertThat(health(context, "prices").getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void isUpWhileABrokerIsOpen() {
		this.runner
			.withPropertyValues("netasync.zeromq.proxy.broker.type=xsub-xpub",
					"netasync.zeromq.proxy.broker.frontend.bind=inproc://front",
					"netasync.zeromq.proxy.broker.backend.bind=inproc://back")
			.run((context) -> {
				Health health = health(context, "broker");
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("type", "xsub-xpub")
					.containsEntry("frontend", List.of("inproc://front"))
					.containsEntry("backend", List.of("inproc://back"))
					.containsEntry("connections", 0)
					.containsEntry("dropped", 0L);
			});
	}

	@Test
	void hasAPartForWhatIsOpenedAtRunTimeUntilItIsClosed() {
		this.withSockets.run((context) -> {
			ZeroMqSocket more = context.getBean(ZeroMq.class)
				.open("more", ZeroMqType.PAIR, (socket) -> socket.bind("inproc://more"));
			assertThat(health(context, "more").getStatus()).isEqualTo(Status.UP);
			more.close();
			assertThat(parts(context)).doesNotContain("more");
		});
	}

	@Test
	void isAbsentWithoutTheModule() {
		this.runner.withClassLoader(new FilteredClassLoader("io.netasync.zeromq", "org.zeromq"))
			.run((context) -> assertThat(parts(context)).containsExactly("feed"));
	}

	@Test
	void isAbsentWithoutTheHealthModule() {
		this.withSockets.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MemberHealth.class)
				.hasBean("jobs.zeromq"));
	}

	@Test
	void isAbsentWhenDisabled() {
		this.withSockets.withPropertyValues("netasync.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MemberHealth.class));
	}

	private static List<String> parts(AssertableApplicationContext context) {
		return context.getBean(NAME, CompositeHealthContributor.class).stream().map((entry) -> entry.name()).toList();
	}

	private static Health health(AssertableApplicationContext context, String part) {
		HealthContributor contributor = context.getBean(NAME, CompositeHealthContributor.class).getContributor(part);
		assertThat(contributor).isInstanceOf(HealthIndicator.class);
		return ((HealthIndicator) contributor).health();
	}

}
