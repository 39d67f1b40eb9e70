package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netasync.client.NetAsyncClient;
import io.netasync.event.NetAsyncEvent;
import io.netasync.server.NetAsyncServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a server and a client of one application from YAML to messages.
 *
 * @author net-async
 */
class EndToEndTests {

	@Test
	void answersThroughChannels() throws Exception {
		int port;
		try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("netasync.server.orders.port=" + port, "netasync.server.orders.address=127.0.0.1",
					"netasync.client.feed.addresses=localhost:" + port)
			.run()) {
			NetAsyncClient feed = context.getBean("feed", NetAsyncClient.class);
			assertThat(feed.awaitConnected(Duration.ofSeconds(5))).isTrue();
			context.getBean("feed.outbound", MessageChannel.class).send(new GenericMessage<>("ping"));
			assertThat(context.getBean(Application.class).answers.poll(5, TimeUnit.SECONDS)).isEqualTo("PING");
			assertThat(context.getEnvironment().getProperty("local.netasync.orders.port", int.class)).isEqualTo(port);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "orders.outbound")
		String order(byte[] order) {
			return new String(order).toUpperCase();
		}

		@ServiceActivator(inputChannel = "feed.inbound")
		void answer(byte[] answer) {
			this.answers.add(new String(answer));
		}

	}

}
