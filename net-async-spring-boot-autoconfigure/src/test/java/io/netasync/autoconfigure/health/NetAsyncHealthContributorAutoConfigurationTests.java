package io.netasync.autoconfigure.health;

import java.nio.file.Path;

import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
 * Tests for {@link NetAsyncHealthContributorAutoConfiguration}.
 *
 * @author net-async
 */
class NetAsyncHealthContributorAutoConfigurationTests {

	private static final String NAME = "netasyncHealthContributor";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(NetAsyncHealthContributorAutoConfiguration.class, NetAsyncAutoConfiguration.class,
						IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("netasync.server.orders.port=0", "netasync.client.feed.addresses=127.0.0.1:1");

	@Test
	void hasOnePartForEachClientAndServer() {
		this.runner.run((context) -> assertThat(context.getBean(NAME, CompositeHealthContributor.class).stream())
			.extracting((entry) -> entry.name())
			.containsExactlyInAnyOrder("feed", "orders"));
	}

	@Test
	void isDownOnceAClientHasLookedForAConnectionForTooLong() {
		this.runner.withPropertyValues("netasync.health.down-after=1ms")
			.run((context) -> Awaitility.await().untilAsserted(() -> {
				Health health = health(context, "feed");
				assertThat(health.getStatus()).isEqualTo(Status.DOWN);
				assertThat(health.getDetails()).containsEntry("state", "CONNECTING").containsKey("lastFailure");
			}));
	}

	@Test
	void isUpWhileAClientHasNotLookedForAConnectionForLong() {
		this.runner.run((context) -> {
			Awaitility.await().until(() -> context.getBean(NetAsyncClient.class).snapshot().failures() > 0);
			Health health = health(context, "feed");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("state", "CONNECTING").containsEntry("pending", 0L);
		});
	}

	@Test
	void isUpWhileAServerListens() {
		this.runner.run((context) -> {
			NetAsyncServer orders = context.getBean(NetAsyncServer.class);
			assertThat(health(context, "orders").getStatus()).isEqualTo(Status.UP);
			assertThat(health(context, "orders").getDetails()).containsEntry("port", orders.port());
			orders.stopAccepting();
			assertThat(health(context, "orders").getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void namesTheUnixSocketOfAServer(@TempDir Path directory) {
		this.runner.run((context) -> {
			String unix = "unix:" + directory.resolve("x.sock");
			context.getBean(NetAsync.class).accept("more", (server) -> server.address(unix));
			assertThat(health(context, "more").getDetails()).containsEntry("endpoint", unix).doesNotContainKey("port");
		});
	}

	@Test
	void hasAPartForWhatIsMadeAtRunTimeUntilItIsClosed() {
		this.runner.run((context) -> {
			NetAsync netAsync = context.getBean(NetAsync.class);
			NetAsyncServer more = netAsync.accept("more", (server) -> server.port(0));
			assertThat(health(context, "more").getStatus()).isEqualTo(Status.UP);
			more.close();
			context.getBean(NetAsyncClient.class).close();
			CompositeHealthContributor health = context.getBean(NAME, CompositeHealthContributor.class);
			assertThat(health.getContributor("more")).isNull();
			assertThat(health.stream()).extracting((entry) -> entry.name()).containsExactly("orders");
		});
	}

	@Test
	void knowsNoOtherParts() {
		this.runner.run(
				(context) -> assertThat(context.getBean(NAME, CompositeHealthContributor.class).getContributor("other"))
					.isNull());
	}

	private static Health health(AssertableApplicationContext context, String part) {
		HealthContributor contributor = context.getBean(NAME, CompositeHealthContributor.class).getContributor(part);
		assertThat(contributor).isInstanceOf(HealthIndicator.class);
		return ((HealthIndicator) contributor).health();
	}

	@Test
	void isAbsentWhenDisabled() {
		this.runner.withPropertyValues("management.health.netasync.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(NAME));
	}

	@Test
	void isAbsentWithoutNetAsync() {
		this.runner.withPropertyValues("netasync.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(NAME));
	}

	@Test
	void isAbsentWithoutTheHealthModule() {
		this.runner.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(NAME)
				.hasSingleBean(NetAsyncClient.class));
	}

	@Test
	void isLeftToTheApplication() {
		HealthIndicator own = Health.up()::build;
		this.runner.withBean("netasyncHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(HealthContributor.class).doesNotHaveBean(NAME));
	}

}
