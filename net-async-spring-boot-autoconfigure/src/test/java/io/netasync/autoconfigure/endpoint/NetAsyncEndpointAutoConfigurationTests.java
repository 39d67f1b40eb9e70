package io.netasync.autoconfigure.endpoint;

import java.nio.file.Path;

import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.channel.NetAsync;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NetAsyncEndpointAutoConfiguration} and the {@link NetAsyncEndpoint}.
 * What it is over HTTP is tested where there is a web server, in the demo application.
 *
 * @author net-async
 */
class NetAsyncEndpointAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(NetAsyncEndpointAutoConfiguration.class, NetAsyncAutoConfiguration.class,
					IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));

	private final ApplicationContextRunner exposed = this.runner.withPropertyValues(
			"management.endpoints.jmx.exposure.include=netasync", "spring.jmx.enabled=true",
			"netasync.server.orders.port=0", "netasync.client.feed.addresses=127.0.0.1:1");

	@Test
	void isThereWhenItIsExposed() {
		this.exposed.run((context) -> assertThat(context).hasSingleBean(NetAsyncEndpoint.class));
	}

	@Test
	void isAbsentWhenItIsNotExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(NetAsyncEndpoint.class));
	}

	@Test
	void isAbsentWithoutAccess() {
		this.exposed.withPropertyValues("management.endpoint.netasync.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(NetAsyncEndpoint.class));
	}

	@Test
	void isAbsentWithoutNetAsync() {
		this.exposed.withPropertyValues("netasync.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(NetAsyncEndpoint.class));
	}

	@Test
	void isAbsentWithoutActuator() {
		this.exposed.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(NetAsyncEndpoint.class)
				.hasSingleBean(NetAsync.class));
	}

	@Test
	void showsWhatIsMadeAtRunTimeUntilItIsClosed() {
		this.exposed.run((context) -> {
			NetAsyncEndpoint endpoint = context.getBean(NetAsyncEndpoint.class);
			context.getBean(NetAsync.class).accept("more", (server) -> server.port(0));
			assertThat(endpoint.all().servers()).containsOnlyKeys("more", "orders");
			assertThat(endpoint.all().clients()).containsOnlyKeys("feed");
			endpoint.close("more");
			endpoint.close("feed");
			assertThat(endpoint.all().servers()).containsOnlyKeys("orders");
			assertThat(endpoint.all().clients()).isEmpty();
			assertThat(endpoint.one("more")).isNull();
		});
	}

	@Test
	void namesTheUnixSocketOfAServer(@TempDir Path directory) {
		this.exposed.run((context) -> {
			String unix = "unix:" + directory.resolve("x.sock");
			context.getBean(NetAsync.class).accept("more", (server) -> server.address(unix));
			ServerDescriptor more = context.getBean(NetAsyncEndpoint.class).all().servers().get("more");
			assertThat(more.endpoint()).isEqualTo(unix);
			assertThat(more.port()).isZero();
		});
	}

	@Test
	void refusesWhatIsNotForAClientOrAServer() {
		this.exposed.run((context) -> {
			NetAsyncEndpoint endpoint = context.getBean(NetAsyncEndpoint.class);
			refused(() -> endpoint.operate("feed", NetAsyncEndpoint.Operation.DRAIN, null, null), "'drain'");
			refused(() -> endpoint.operate("orders", NetAsyncEndpoint.Operation.RECONNECT, null, null), "'reconnect'");
			refused(() -> endpoint.operate("feed", NetAsyncEndpoint.Operation.ADDRESSES, "nowhere", null),
					"nowhere:7000");
			refused(() -> endpoint.operate("feed", NetAsyncEndpoint.Operation.ADDRESSES, null, null), "host:port");
			refused(() -> endpoint.operate("other", NetAsyncEndpoint.Operation.PAUSE, null, null), "'other'");
			refused(() -> endpoint.close("other"), "'other'");
			refused(() -> endpoint.closeConnection("orders", "none"), "'none'");
		});
	}

	private static void refused(Runnable operation, String reason) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(operation::run)
			.withMessageContaining(reason);
	}

}
