package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.message.ZeroMqHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests ZeroMQ sockets of two applications, from properties to messages.
 *
 * @author net-async
 */
@Timeout(60)
class ZeroMqEndToEndTests {

	private ConfigurableApplicationContext listening;

	private ConfigurableApplicationContext connecting;

	@BeforeEach
	void start() {
		this.listening = run(ListeningApplication.class, "netasync.zeromq.socket.orders.type=rep",
				"netasync.zeromq.socket.orders.bind=tcp://127.0.0.1:*", "netasync.zeromq.socket.orders.payload=json",
				"netasync.zeromq.socket.news.type=pub", "netasync.zeromq.socket.news.bind=tcp://127.0.0.1:*",
				"netasync.zeromq.socket.jobs.type=pull", "netasync.zeromq.socket.jobs.bind=tcp://127.0.0.1:*");
		this.connecting = run(ConnectingApplication.class, "netasync.zeromq.socket.shop.type=req",
				"netasync.zeromq.socket.shop.connect=" + address("orders"), "netasync.zeromq.socket.shop.payload=json",
				"netasync.zeromq.socket.reader.type=sub", "netasync.zeromq.socket.reader.connect=" + address("news"),
				"netasync.zeromq.socket.reader.topics=sport", "netasync.zeromq.socket.boss.type=push",
				"netasync.zeromq.socket.boss.connect=" + address("jobs"));
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE).properties(properties).run();
	}

	private String address(String name) {
		return "tcp://127.0.0.1:"
				+ this.listening.getEnvironment().getRequiredProperty("local.netasync." + name + ".port");
	}

	@AfterEach
	void close() {
		this.connecting.close();
		this.listening.close();
	}

	@Test
	void answersRequests() {
		MessagingTemplate template = new MessagingTemplate();
		template.setReceiveTimeout(10_000);
		Message<?> reply = template.sendAndReceive(channel(this.connecting, "shop.request"),
				new GenericMessage<>(new Order("tea", 2)));
		assertThat(reply).isNotNull();
		assertThat(reply.getPayload()).isEqualTo(Map.of("goods", "TEA", "count", 3));
	}

	@Test
	void publishesToThoseWhoHaveSubscribed() throws InterruptedException {
		ZeroMqSocket news = this.listening.getBean("news", ZeroMqSocket.class);
		Message<String> goal = new GenericMessage<>("goal", Map.of(ZeroMqHeaders.TOPIC, "sport"));
		Awaitility.await().until(() -> news.send(goal).toCompletableFuture().get(5, TimeUnit.SECONDS).isWritten());
		channel(this.listening, "news.outbound")
			.send(new GenericMessage<>("rain", Map.of(ZeroMqHeaders.TOPIC, "weather")));
		channel(this.listening, "news.outbound")
			.send(new GenericMessage<>("foul", Map.of(ZeroMqHeaders.TOPIC, "sport")));
		ConnectingApplication application = this.connecting.getBean(ConnectingApplication.class);
		assertThat(application.news.poll(10, TimeUnit.SECONDS)).isEqualTo("sport: goal");
		assertThat(application.news.poll(10, TimeUnit.SECONDS)).isEqualTo("sport: foul");
	}

	@Test
	void pushesToThoseWhoPull() throws InterruptedException {
		for (int number = 0; number < 100; number++) {
			channel(this.connecting, "boss.outbound").send(new GenericMessage<>("job " + number));
		}
		ListeningApplication application = this.listening.getBean(ListeningApplication.class);
		for (int number = 0; number < 100; number++) {
			assertThat(application.jobs.poll(10, TimeUnit.SECONDS)).isEqualTo("job " + number);
		}
	}

	@Test
	void sendsWhatAnotherThreadHasAcceptedBeforeItCloses() {
		Awaitility.await()
			.until(() -> this.connecting.getBean("boss", ZeroMqSocket.class).snapshot().connections() == 1);
		for (int number = 0; number < 100; number++) {
			channel(this.connecting, "boss.outbound").send(new GenericMessage<>("job " + number));
		}
		this.connecting.close();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.listening.getBean(ListeningApplication.class).jobs).hasSize(100));
	}

	@Test
	void tellsOfConnections() throws InterruptedException {
		ConnectingApplication application = this.connecting.getBean(ConnectingApplication.class);
		assertThat(application.statuses.poll(10, TimeUnit.SECONDS)).isEqualTo(ConnectionStatus.CONNECTED);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(application.connected).extracting(NetAsyncEvent.Connected::name)
				.containsExactlyInAnyOrder("shop", "reader", "boss"));
	}

	private static MessageChannel channel(ConfigurableApplicationContext context, String name) {
		return context.getBean(name, MessageChannel.class);
	}

	record Order(String goods, int count) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ListeningApplication {

		final BlockingQueue<String> jobs = new LinkedBlockingQueue<>();

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "orders.outbound")
		Order order(Order order) {
			return new Order(order.goods().toUpperCase(Locale.ROOT), order.count() + 1);
		}

		@ServiceActivator(inputChannel = "jobs.inbound")
		void job(String job) {
			this.jobs.add(job);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ConnectingApplication {

		final BlockingQueue<String> news = new LinkedBlockingQueue<>();

		final BlockingQueue<ConnectionStatus> statuses = new LinkedBlockingQueue<>();

		final BlockingQueue<NetAsyncEvent.Connected> connected = new LinkedBlockingQueue<>();

		@ServiceActivator(inputChannel = "reader.inbound")
		void news(String news, @Header(ZeroMqHeaders.TOPIC) String topic) {
			this.news.add(topic + ": " + news);
		}

		@ServiceActivator(inputChannel = "shop.status")
		void status(ConnectionStatus status) {
			this.statuses.add(status);
		}

		@EventListener(NetAsyncEvent.Connected.class)
		void connected(NetAsyncEvent.Connected event) {
			this.connected.add(event);
		}

	}

}
