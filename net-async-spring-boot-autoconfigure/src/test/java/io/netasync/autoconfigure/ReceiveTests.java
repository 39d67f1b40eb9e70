package io.netasync.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.channel.InboundQueueChannel;
import io.netasync.client.NetAsyncClient;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests receiving by pull, accepted connections and conflation the way YAML sets them.
 *
 * @author net-async
 */
class ReceiveTests {

	private static final long SOON = Duration.ofSeconds(10).toMillis();

	@Test
	void receivesByPullAndAnswersOverTheConnectionThatWasOffered() {
		try (ConfigurableApplicationContext server = run("netasync.server.orders.port=0");
				ConfigurableApplicationContext client = client(server, "netasync.inbound-channel=queue")) {
			MessageChannel outbound = client.getBean("feed.outbound", MessageChannel.class);
			PollableChannel inbound = client.getBean("feed.inbound", InboundQueueChannel.class);
			outbound.send(new GenericMessage<>("apples"));
			assertThat(text(inbound.receive(SOON))).isEqualTo("you said apples");
			assertThat(server.getBean(Acceptor.class).accepted).hasSize(1);
			assertThat(client.containsBean("feed.connections")).isFalse();
		}
	}

	@Test
	void conflatesByAnExpression() {
		try (ConfigurableApplicationContext server = run("netasync.server.orders.port=0");
				ConfigurableApplicationContext client = client(server, "netasync.client.feed.inbound-channel=queue",
						"netasync.send-buffer.overflow=conflate", "netasync.conflation-key=payload.charAt(0)")) {
			NetAsyncClient feed = client.getBean(NetAsyncClient.class);
			feed.pause();
			for (int i = 0; i < 10; i++) {
				feed.send("ab".charAt(i % 2) + String.valueOf(i));
			}
			assertThat(feed.send("no text".getBytes()).toCompletableFuture().join()).isInstanceOfSatisfying(
					SendResult.Failed.class, (failed) -> assertThat(failed.reason()).isEqualTo(Reason.INVALID));
			assertThat(feed.snapshot().ledger().dropped().conflated()).isEqualTo(8);
			feed.resume();
			PollableChannel inbound = client.getBean("feed.inbound", PollableChannel.class);
			assertThat(text(inbound.receive(SOON))).isEqualTo("you said a8");
			assertThat(text(inbound.receive(SOON))).isEqualTo("you said b9");
		}
	}

	@Test
	void rejectsAKeyThatIsNoExpression() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> run("netasync.server.orders.port=0", "netasync.conflation-key=payload[").close())
			.withStackTraceContaining("'netasync.conflation-key' is not an expression");
	}

	private static String text(Message<?> message) {
		assertThat(message).isNotNull();
		return new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
	}

	private static ConfigurableApplicationContext client(ConfigurableApplicationContext server, String... properties) {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 0, properties.length);
		all[properties.length] = "netasync.client.feed.addresses=127.0.0.1:"
				+ server.getBean(NetAsyncServer.class).port();
		ConfigurableApplicationContext client = run(all);
		Awaitility.await().until(() -> client.getBean(NetAsyncClient.class).awaitConnected(Duration.ofSeconds(10)));
		return client;
	}

	private static ConfigurableApplicationContext run(String... properties) {
		boolean server = properties[0].startsWith("netasync.server");
		return new SpringApplicationBuilder(server ? Acceptor.class : Plain.class).web(WebApplicationType.NONE)
			.properties(properties)
			.properties("spring.main.banner-mode=off", "spring.jmx.enabled=false")
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Acceptor {

		private final List<NetAsyncConnection> accepted = new CopyOnWriteArrayList<>();

		@ServiceActivator(inputChannel = "orders.connections")
		void accept(NetAsyncConnection connection) {
			this.accepted.add(connection);
			connection.inbound().subscribe((message) -> connection.send("you said " + text(message)));
		}

	}

}
