package io.netasync.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netasync.channel.NetAsyncHeaders;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a server and a client, each in an application of its own, from properties to
 * messages.
 *
 * @author net-async
 */
class EndToEndTests {

	private ConfigurableApplicationContext server;

	private ConfigurableApplicationContext client;

	@BeforeEach
	void start() throws InterruptedException {
		this.server = run(ServerApplication.class, "netasync.server.orders.port=0",
				"netasync.server.orders.address=127.0.0.1");
		this.client = run(ClientApplication.class, "netasync.client.feed.addresses=localhost:" + port(),
				"netasync.client.feed.reconnect.delay=10ms");
		assertThat(this.client.getBean("feed", NetAsyncClient.class).awaitConnected(Duration.ofSeconds(5))).isTrue();
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE).properties(properties).run();
	}

	private int port() {
		return this.server.getEnvironment().getRequiredProperty("local.netasync.orders.port", int.class);
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	@Test
	void publishesThePortBeforeStartUpIsDone() {
		assertThat(port()).isPositive()
			.isEqualTo(this.server.getBean("orders", NetAsyncServer.class).port())
			.isEqualTo(this.server.getBean(ServerApplication.class).portWhenReady);
	}

	@Test
	void answersThroughChannels() throws InterruptedException {
		send("ping");
		assertThat(answer()).isEqualTo("PING");
	}

	@Test
	void publishesEventsToListenersOfTheApplication() throws InterruptedException {
		ClientApplication application = this.client.getBean(ClientApplication.class);
		NetAsyncEvent.Connected connected = application.connected.poll(5, TimeUnit.SECONDS);
		assertThat(connected).isNotNull();
		assertThat(connected.name()).isEqualTo("feed");
		assertThat(connected.endpoint().port()).isEqualTo(port());
	}

	@Test
	void sendsStatusesToTheirChannel() throws InterruptedException {
		assertThat(this.client.getBean(ClientApplication.class).statuses.poll(5, TimeUnit.SECONDS))
			.isEqualTo(ConnectionStatus.CONNECTED);
	}

	@Test
	void broadcastsToAllConnections() throws InterruptedException {
		NetAsyncServer orders = this.server.getBean("orders", NetAsyncServer.class);
		Awaitility.await().until(() -> orders.connections().size() == 1);
		this.server.getBean("orders.outbound", MessageChannel.class)
			.send(new GenericMessage<>("news", Map.of(NetAsyncHeaders.BROADCAST, true)));
		assertThat(answer()).isEqualTo("news");
	}

	@Test
	void letsAnAnswerInFlightGoOutOnShutdown() throws Exception {
		ServerApplication application = this.server.getBean(ServerApplication.class);
		send("slow");
		assertThat(application.handling.await(5, TimeUnit.SECONDS)).isTrue();
		Thread closing = new Thread(this.server::close);
		closing.start();
		NetAsyncServer orders = this.server.getBean("orders", NetAsyncServer.class);
		Awaitility.await().until(() -> !orders.isListening());
		application.finish.countDown();
		assertThat(answer()).isEqualTo("SLOW");
		closing.join(10_000);
		assertThat(closing.isAlive()).isFalse();
	}

	@Test
	void flushesWhatAClientHasAcceptedOnShutdown() {
		NetAsyncServer orders = this.server.getBean("orders", NetAsyncServer.class);
		for (int i = 0; i < 500; i++) {
			send("notice " + i);
		}
		this.client.close();
		Awaitility.await().untilAsserted(() -> assertThat(orders.snapshot().received()).isEqualTo(500));
	}

	private void send(String payload) {
		this.client.getBean("feed.outbound", MessageChannel.class).send(new GenericMessage<>(payload));
	}

	private String answer() throws InterruptedException {
		return this.client.getBean(ClientApplication.class).answers.poll(5, TimeUnit.SECONDS);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ServerApplication {

		final CountDownLatch handling = new CountDownLatch(1);

		final CountDownLatch finish = new CountDownLatch(1);

		volatile int portWhenReady;

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "orders.outbound")
		String order(byte[] payload) throws InterruptedException {
			String order = new String(payload, StandardCharsets.UTF_8);
			if (order.equals("slow")) {
				this.handling.countDown();
				this.finish.await(5, TimeUnit.SECONDS);
			}
			return order.startsWith("notice") ? null : order.toUpperCase(Locale.ROOT);
		}

		@EventListener(ApplicationStartedEvent.class)
		void started(ApplicationStartedEvent event) {
			Environment environment = event.getApplicationContext().getEnvironment();
			this.portWhenReady = environment.getRequiredProperty("local.netasync.orders.port", int.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ClientApplication {

		final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

		final BlockingQueue<ConnectionStatus> statuses = new LinkedBlockingQueue<>();

		final BlockingQueue<NetAsyncEvent.Connected> connected = new LinkedBlockingQueue<>();

		@ServiceActivator(inputChannel = "feed.inbound")
		void answer(byte[] answer) {
			this.answers.add(new String(answer, StandardCharsets.UTF_8));
		}

		@ServiceActivator(inputChannel = "feed.status")
		void status(ConnectionStatus status) {
			this.statuses.add(status);
		}

		@EventListener(NetAsyncEvent.Connected.class)
		void connected(NetAsyncEvent.Connected event) {
			this.connected.add(event);
		}

	}

}
