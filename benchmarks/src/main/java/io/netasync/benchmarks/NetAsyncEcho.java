package io.netasync.benchmarks;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;

/**
 * An application of the starter that answers every message with the same.
 *
 * @author net-async
 */
final class NetAsyncEcho {

	private NetAsyncEcho() {
	}

	static int start(EchoContender contender) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(
				contender.isActivator() ? Activator.class : Handler.class)
			.run("--netasync.transport=" + contender.transport(), "--netasync.dispatch=" + contender.dispatch());
		return context.getEnvironment().getRequiredProperty("local.netasync.echo.port", Integer.class);
	}

	/**
	 * A message handler that sends what it gets.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Handler {

		Handler(@Qualifier("echo.inbound") SubscribableChannel inbound,
				@Qualifier("echo.outbound") MessageChannel outbound) {
			inbound.subscribe(outbound::send);
		}

	}

	/**
	 * A service activator that returns what it is called with.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Activator {

		@ServiceActivator(inputChannel = "echo.inbound", outputChannel = "echo.outbound")
		byte[] echo(byte[] payload) {
			return payload;
		}

	}

}
