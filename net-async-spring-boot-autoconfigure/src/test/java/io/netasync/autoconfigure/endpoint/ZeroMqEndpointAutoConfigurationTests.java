package io.netasync.autoconfigure.endpoint;

import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.autoconfigure.ZeroMqAutoConfiguration;
import io.netasync.autoconfigure.endpoint.NetAsyncEndpoint.Operation;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

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
 * Tests for {@link ZeroMqEndpointAutoConfiguration} and what the {@link NetAsyncEndpoint}
 * does with sockets.
 *
 * @author net-async
 */
class ZeroMqEndpointAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZeroMqEndpointAutoConfiguration.class,
				NetAsyncEndpointAutoConfiguration.class, ZeroMqAutoConfiguration.class, NetAsyncAutoConfiguration.class,
				IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("management.endpoints.jmx.exposure.include=netasync", "spring.jmx.enabled=true");

	private final ApplicationContextRunner withSockets = this.runner.withPropertyValues(
			"netasync.zeromq.socket.jobs.type=pull", "netasync.zeromq.socket.jobs.bind=tcp://127.0.0.1:*",
			"netasync.zeromq.socket.prices.type=sub", "netasync.zeromq.socket.prices.connect=tcp://127.0.0.1:1",
			"netasync.zeromq.socket.prices.topics=EUR", "netasync.zeromq.socket.prices.inbound-channel=queue");

	@Test
	void showsSocketsUntilTheyAreClosed() {
		this.withSockets.run((context) -> {
			NetAsyncEndpoint endpoint = context.getBean(NetAsyncEndpoint.class);
			context.getBean(ZeroMq.class).open("more", ZeroMqType.PAIR, (socket) -> socket.bind("inproc://more"));
			assertThat(endpoint.all().sockets()).containsOnlyKeys("jobs", "more", "prices");
			assertThat(endpoint.one("prices")).isInstanceOfSatisfying(SocketDescriptor.class, (prices) -> {
				assertThat(prices.type()).isEqualTo("sub");
				assertThat(prices.open()).isTrue();
				assertThat(prices.bound()).isEmpty();
				assertThat(prices.connected()).containsExactly("tcp://127.0.0.1:1");
			});
			endpoint.close("more");
			endpoint.close("jobs");
			assertThat(endpoint.all().sockets()).containsOnlyKeys("prices");
			assertThat(endpoint.one("jobs")).isNull();
		});
	}

	@Test
	void showsBrokersUntilTheyAreClosed() {
		this.runner
			.withPropertyValues("netasync.zeromq.proxy.broker.type=xsub-xpub",
					"netasync.zeromq.proxy.broker.frontend.bind=inproc://front",
					"netasync.zeromq.proxy.broker.backend.bind=inproc://back")
			.run((context) -> {
				NetAsyncEndpoint endpoint = context.getBean(NetAsyncEndpoint.class);
				assertThat(endpoint.one("broker")).isInstanceOfSatisfying(BrokerDescriptor.class, (broker) -> {
					assertThat(broker.type()).isEqualTo("xsub-xpub");
					assertThat(broker.open()).isTrue();
					assertThat(broker.frontend()).containsExactly("inproc://front");
				});
				assertThat(endpoint.all().brokers()).containsOnlyKeys("broker");
				endpoint.close("broker");
				assertThat(endpoint.all().brokers()).isEmpty();
			});
	}

	@Test
	void bindsAndConnects() {
		this.withSockets.run((context) -> {
			NetAsyncEndpoint endpoint = context.getBean(NetAsyncEndpoint.class);
			operate(endpoint, "jobs", Operation.BIND, "inproc://jobs");
			assertThat(socket(endpoint, "jobs").bound()).hasSize(2).contains("inproc://jobs");
			operate(endpoint, "jobs", Operation.UNBIND, "inproc://jobs");
			assertThat(socket(endpoint, "jobs").bound()).hasSize(1);
			operate(endpoint, "prices", Operation.CONNECT, "tcp://127.0.0.1:2");
			assertThat(socket(endpoint, "prices").connected()).containsExactly("tcp://127.0.0.1:1",
					"tcp://127.0.0.1:2");
			operate(endpoint, "prices", Operation.DISCONNECT, "tcp://127.0.0.1:1");
			assertThat(socket(endpoint, "prices").connected()).containsExactly("tcp://127.0.0.1:2");
		});
	}

	@Test
	void subscribesAndUnsubscribes() {
		this.withSockets.run((context) -> {
			NetAsyncEndpoint endpoint = context.getBean(NetAsyncEndpoint.class);
			ZeroMqSocket exchange = context.getBean(ZeroMq.class)
				.open("exchange", ZeroMqType.PUB, (socket) -> socket.bind("tcp://127.0.0.1:*"));
			operate(endpoint, "prices", Operation.CONNECT, exchange.snapshot().bound().get(0));
			operate(endpoint, "prices", Operation.SUBSCRIBE, "USD");
			Awaitility.await().until(() -> exchange.send("USD 1").toCompletableFuture().get().isWritten());
			operate(endpoint, "prices", Operation.UNSUBSCRIBE, "USD");
			Awaitility.await().until(() -> !exchange.send("USD 2").toCompletableFuture().get().isWritten());
			operate(endpoint, "prices", Operation.SUBSCRIBE, "");
			Awaitility.await().until(() -> exchange.send("GBP 3").toCompletableFuture().get().isWritten());
		});
	}

	@Test
	void refusesWhatCannotBe() {
		this.withSockets.run((context) -> {
			NetAsyncEndpoint endpoint = context.getBean(NetAsyncEndpoint.class);
			refused(endpoint, "jobs", Operation.PAUSE, null, "'pause' is not for a ZeroMQ socket");
			refused(endpoint, "jobs", Operation.SUBSCRIBE, "a", "'subscribe' is not for a pull");
			refused(endpoint, "jobs", Operation.BIND, "nowhere", "'bind' must be an address");
			refused(endpoint, "jobs", Operation.BIND, null, "'bind' must be an address");
			refused(endpoint, "jobs", Operation.BIND, socket(endpoint, "jobs").bound().get(0), "could not bind to");
			refused(endpoint, "jobs", Operation.UNBIND, "inproc://other", "is not bound to 'inproc://other'");
			refused(endpoint, "prices", Operation.DISCONNECT, "tcp://127.0.0.1:2", "is not connected to");
			refused(endpoint, "other", Operation.CONNECT, "tcp://127.0.0.1:2", "no client, server or socket 'other'");
		});
	}

	@Test
	void hasNoSocketsWithoutTheModule() {
		this.runner.withClassLoader(new FilteredClassLoader("io.netasync.zeromq", "org.zeromq")).run((context) -> {
			NetAsyncEndpoint endpoint = context.getBean(NetAsyncEndpoint.class);
			assertThat(endpoint.all().sockets()).isEmpty();
			assertThat(endpoint.one("jobs")).isNull();
			refused(endpoint, "jobs", Operation.BIND, "inproc://jobs", "no client, server or socket 'jobs'");
		});
	}

	@Test
	void isAbsentWithoutActuator() {
		this.withSockets.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketOperations.class));
	}

	@Test
	void isAbsentWhenDisabled() {
		this.withSockets.withPropertyValues("netasync.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketOperations.class));
	}

	private static SocketDescriptor socket(NetAsyncEndpoint endpoint, String name) {
		return endpoint.all().sockets().get(name);
	}

	private static void operate(NetAsyncEndpoint endpoint, String name, Operation operation, String value) {
		endpoint.operate(name, operation, null, value);
	}

	private static void refused(NetAsyncEndpoint endpoint, String name, Operation operation, String value,
			String reason) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> operate(endpoint, name, operation, value))
			.withMessageContaining(reason);
	}

}
