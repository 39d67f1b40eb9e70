package io.netasync.autoconfigure;

import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netasync.channel.NetAsync;
import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.integration.annotation.ServiceActivator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of ZeroMQ brokers of the properties.
 *
 * @author net-async
 */
@Timeout(60)
class ZeroMqProxyTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZeroMqAutoConfiguration.class, NetAsyncAutoConfiguration.class,
				IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("netasync.zeromq.proxy.broker.type=router-dealer",
				"netasync.zeromq.proxy.broker.frontend.bind=inproc://front,tcp://127.0.0.1:*",
				"netasync.zeromq.proxy.broker.backend.bind=inproc://back");

	@Test
	void createsTheBeanOfABroker() {
		this.runner.run((context) -> {
			ZeroMqProxy broker = context.getBean(ZeroMqProxy.class);
			assertThat(context.getBean("broker.proxy")).isSameAs(context.getBean("broker")).isSameAs(broker);
			assertThat(broker.snapshot().open()).isTrue();
			assertThat(broker.snapshot().backend()).containsExactly("inproc://back");
			assertThat(context).doesNotHaveBean("broker.inbound").doesNotHaveBean(ZeroMqSocket.class);
			Environment environment = context.getEnvironment();
			assertThat(broker.snapshot().frontend()).containsExactly("inproc://front",
					"tcp://127.0.0.1:" + environment.getProperty("local.netasync.broker.frontend.port"));
			assertThat(environment.getProperty("local.netasync.broker.backend.port")).isNull();
			context.getBean(NetAsyncLifecycle.class).stop();
			assertThat(broker.snapshot().open()).isFalse();
			assertThat(context.getBean(NetAsync.class).all(ZeroMqProxy.class)).isEmpty();
		});
	}

	@Test
	void passesOnAndShowsWhatPasses() {
		this.runner.withUserConfiguration(Application.class)
			.withPropertyValues("netasync.zeromq.proxy.broker.capture.bind=inproc://tap",
					"netasync.zeromq.socket.tap.type=sub", "netasync.zeromq.socket.tap.connect=inproc://tap",
					"netasync.zeromq.socket.question.type=req",
					"netasync.zeromq.socket.question.connect=inproc://front", "netasync.zeromq.socket.answer.type=rep",
					"netasync.zeromq.socket.answer.connect=inproc://back", "netasync.payload=string")
			.run((context) -> {
				ZeroMqSocket question = context.getBean("question", ZeroMqSocket.class);
				assertThat(question.request("tea").toCompletableFuture().get(10, TimeUnit.SECONDS).getPayload())
					.isEqualTo("TEA");
				assertThat(context.getBean(Application.class).tapped.poll(10, TimeUnit.SECONDS)).isNotNull();
				assertThat(context.getBean(ZeroMqProxy.class).snapshot().requests()).isEqualTo(1);
			});
	}

	@Test
	void refusesABrokerWithoutAType() {
		refuses("netasync.zeromq.proxy.queue.frontend.bind=inproc://a",
				"The property 'netasync.zeromq.proxy.queue.type' is not set.",
				"Set 'netasync.zeromq.proxy.queue.type' to one of 'xsub-xpub', 'router-dealer', 'pull-push', "
						+ "'paranoid-pirate'.");
	}

	@Test
	void refusesABrokerWithoutAddresses() {
		refuses("netasync.zeromq.proxy.queue.type=pull-push",
				"The property 'netasync.zeromq.proxy.queue.frontend.bind' must be set, or "
						+ "'netasync.zeromq.proxy.queue.frontend.connect'.",
				"Set 'netasync.zeromq.proxy.queue.frontend.bind'.");
	}

	@Test
	void refusesAPirateThatDoesNotSayThatItLives() {
		this.runner
			.withPropertyValues("netasync.zeromq.proxy.broker.type=paranoid-pirate",
					"netasync.zeromq.proxy.broker.backend.heartbeat.interval=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The property 'netasync.zeromq.proxy.broker.backend.heartbeat.interval' must be greater "
						+ "than 0 for a paranoid pirate queue."));
	}

	@Test
	void refusesAnAddressThatIsTaken() {
		refuses("netasync.zeromq.proxy.broker.backend.bind=inproc://a,inproc://a",
				"The ZeroMQ broker 'broker' could not bind to inproc://a: the name is taken or can't be.",
				"Set 'netasync.zeromq.proxy.broker.backend.bind' to another name.");
	}

	@Test
	void refusesANameThatASocketHas() {
		refuses("netasync.zeromq.socket.broker.type=pair",
				"The name 'broker' is used twice, by 'netasync.zeromq.socket.broker' and by "
						+ "'netasync.zeromq.proxy.broker'.",
				"Rename one of the two: a ZeroMQ socket and a broker are beans of their own, each with "
						+ "the alias 'broker'.");
	}

	private void refuses(String property, String description, String action) {
		this.runner.withPropertyValues(property).run((context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof NetAsyncConfigurationException)) {
				failure = failure.getCause();
			}
			assertThat(failure).hasMessage(description)
				.isInstanceOfSatisfying(NetAsyncConfigurationException.class,
						(rejected) -> assertThat(rejected.action()).isEqualTo(action));
		});
	}

	@Test
	void saysWhichDependencyIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader("io.netasync.zeromq", "org.zeromq"))
			.run((context) -> assertThat(context).getFailure()
				.hasMessage("The properties of 'netasync.zeromq.proxy.broker' are set, but net-async's module for "
						+ "ZeroMQ is missing."));
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		final BlockingQueue<Object> tapped = new LinkedBlockingQueue<>();

		@ServiceActivator(inputChannel = "answer.inbound", outputChannel = "answer.outbound")
		String answer(String question) {
			return question.toUpperCase(Locale.ROOT);
		}

		@ServiceActivator(inputChannel = "tap.inbound")
		void tap(Object message) {
			this.tapped.add(message);
		}

	}

}
