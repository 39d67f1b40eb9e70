package io.netasync.autoconfigure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netasync.channel.NetAsyncHeaders;
import io.netasync.client.NetAsyncClient;
import io.netasync.frame.FrameException;
import io.netasync.payload.PayloadWriter;
import io.netasync.server.NetAsyncServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.MimeType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Payloads that are converted, in an application.
 *
 * @author net-async
 */
@Timeout(60)
class PayloadTests {

	private static final String JSON = "netasync.payload=json";

	@Test
	void aHandlerTakesARecordAndReturnsOne() throws Exception {
		try (ConfigurableApplicationContext context = run(Shop.class, JSON)) {
			Message<?> reply = request(context, new Order("tea", 2, new Address("Berlin"), List.of("a", "b")));
			assertThat(reply.getPayload()).isEqualTo(Map.of("text", "2 tea to Berlin [a, b]"));
			assertThat(reply.getHeaders()).containsEntry(MessageHeaders.CONTENT_TYPE, "application/json");
		}
	}

	@Test
	void aHandlerTakesAMessageOfARecord() throws Exception {
		try (ConfigurableApplicationContext context = run(MessageShop.class, JSON)) {
			assertThat(request(context, new Order("tea", 2, new Address("Berlin"), List.of())).getPayload())
				.isEqualTo("2 tea for orders");
		}
	}

	@Test
	void aHandlerTakesAnArrayOfRecords() throws Exception {
		try (ConfigurableApplicationContext context = run(BulkShop.class, JSON)) {
			assertThat(request(context, List.of(new Order("tea", 2, new Address("x"), List.of()),
					new Order("coffee", 3, new Address("x"), List.of())))
				.getPayload()).isEqualTo(5);
		}
	}

	@Test
	void everythingIsMadeOneTypeWhereThatIsAskedFor() throws Exception {
		try (ConfigurableApplicationContext context = run(Echo.class, JSON,
				"netasync.client.feed.payload-type=" + Order.class.getName())) {
			Order order = new Order("tea", 2, new Address("Berlin"), List.of("a"));
			assertThat(request(context, order).getPayload()).isEqualTo(order);
		}
	}

	@Test
	void whatMakesNoArgumentGoesToTheErrorsAndTheConnectionLives() throws Exception {
		try (ConfigurableApplicationContext context = run(Shop.class, JSON)) {
			QueueChannel errors = errors(context, "orders");
			client(context).send(Map.of("item", Map.of())).toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(errors.receive(10_000)).isNotNull();
			assertThat(request(context, new Order("tea", 1, new Address("Berlin"), List.of())).getPayload())
				.isEqualTo(Map.of("text", "1 tea to Berlin []"));
		}
	}

	@Test
	void whatIsNoJsonGoesToTheErrorsAndTheConnectionLives() throws Exception {
		try (ConfigurableApplicationContext context = run(Shop.class, JSON)) {
			QueueChannel errors = errors(context, "orders");
			for (String text : List.of("{", "null")) {
				client(context).send(text.getBytes()).toCompletableFuture().get(10, TimeUnit.SECONDS);
				assertThat(Objects.requireNonNull(errors.receive(10_000)).getPayload())
					.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE)
					.hasRootCauseInstanceOf(Throwable.class);
			}
			assertThat(server(context).connections()).hasSize(1);
		}
	}

	@Test
	void textIsTextBothWays() throws Exception {
		try (ConfigurableApplicationContext context = run(Echo.class, "netasync.payload=string")) {
			assertThat(request(context, "gr\u00fc\u00df dich").getPayload()).isEqualTo("gr\u00fc\u00df dich");
		}
	}

	@Test
	void linesAreTextInTheirCharset() throws Exception {
		try (ConfigurableApplicationContext context = run(Echo.class, "netasync.frame.format=line",
				"netasync.frame.charset=ISO-8859-1", "netasync.server.orders.payload=bytes")) {
			assertThat(request(context, "\u00fc").getPayload()).isEqualTo("\u00fc");
			server(context).connections().forEach((connection) -> assertThat(connection.ledger().sent()).isEqualTo(1));
			assertThatExceptionOfType(FrameException.class)
				.isThrownBy(() -> client(context).accept(new GenericMessage<>("\u20ac")))
				.withMessageContaining("'frame.charset' ISO-8859-1");
		}
	}

	@Test
	void aConverterOfTheApplicationIsUsed() throws Exception {
		try (ConfigurableApplicationContext context = run(Echo.class, "netasync.payload=points")) {
			assertThat(request(context, new Point(1, 2)).getPayload()).isEqualTo(new Point(1, 2));
		}
	}

	@Test
	void whatTheConversionDoesNotTakeIsRefusedToItsSender() throws Exception {
		try (ConfigurableApplicationContext context = run(Echo.class)) {
			assertThatExceptionOfType(FrameException.class)
				.isThrownBy(() -> client(context).accept(new GenericMessage<>(new java.util.Date())))
				.withMessage("payload of type 'java.util.Date' has no bytes: "
						+ "send a byte[], String or ByteBuffer, or set 'payload'");
		}
		try (ConfigurableApplicationContext context = run(Echo.class, "netasync.payload=points")) {
			assertThatExceptionOfType(FrameException.class)
				.isThrownBy(() -> client(context).accept(new GenericMessage<>(new java.util.Date())))
				.withMessage(
						"'payload' names a converter that makes no bytes of the type 'java.util.Date': it refused");
		}
	}

	@Test
	void bytesAreSentAsTheyAreInEveryWay() throws Exception {
		try (ConfigurableApplicationContext context = run(Keep.class)) {
			QueueChannel kept = context.getBean("kept", QueueChannel.class);
			List<Object> forms = List.of("abc", "abc".getBytes(), ByteBuffer.wrap("xabcx".getBytes(), 1, 3),
					(PayloadWriter) (out) -> out.write("abc".getBytes()));
			for (Object form : forms) {
				client(context).send(form).toCompletableFuture().get(10, TimeUnit.SECONDS);
				assertThat(text(kept)).isEqualTo("abc");
				context.getBean("feed.outbound", org.springframework.messaging.MessageChannel.class)
					.send(new GenericMessage<>(form));
				assertThat(text(kept)).isEqualTo("abc");
			}
			PollableChannel told = told(context);
			for (Object form : forms) {
				server(context).broadcast(new GenericMessage<>(form));
				assertThat(text(told)).isEqualTo("abc");
			}
		}
		try (ConfigurableApplicationContext context = run(Echo.class)) {
			for (Object form : List.of("abc", "abc".getBytes(), ByteBuffer.wrap("xabcx".getBytes(), 1, 3),
					(PayloadWriter) (out) -> out.write("abc".getBytes()))) {
				assertThat(request(context, form).getPayload()).isEqualTo("abc".getBytes());
			}
		}
	}

	private static String text(PollableChannel channel) {
		return new String((byte[]) Objects.requireNonNull(channel.receive(10_000), "nothing came").getPayload());
	}

	private static PollableChannel told(ConfigurableApplicationContext context) {
		QueueChannel told = new QueueChannel();
		context.getBean("feed.inbound", org.springframework.integration.channel.DirectChannel.class)
			.subscribe(told::send);
		return told;
	}

	private static QueueChannel errors(ConfigurableApplicationContext context, String name) {
		QueueChannel errors = new QueueChannel();
		context.getBean(name + ".errors", PublishSubscribeChannel.class).subscribe(errors::send);
		return errors;
	}

	private static Message<?> request(ConfigurableApplicationContext context, Object payload) throws Exception {
		return client(context).request(new GenericMessage<>(payload)).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	private static NetAsyncClient client(ConfigurableApplicationContext context) throws InterruptedException {
		NetAsyncClient client = context.getBean(NetAsyncClient.class);
		client.awaitConnected(Duration.ofSeconds(10));
		return client;
	}

	private static NetAsyncServer server(ConfigurableApplicationContext context) {
		return context.getBean(NetAsyncServer.class);
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) throws Exception {
		int port = TestPorts.free();
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("netasync.server.orders.port=" + port);
		all.add("netasync.client.feed.addresses=localhost:" + port);
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
	}

	record Order(String item, int count, Address to, List<String> notes) {
	}

	record Address(String town) {
	}

	record Answer(String text) {
	}

	record Point(int x, int y) {
	}

	/**
	 * Records in and out.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "orders.outbound")
		Answer handle(Order order) {
			return new Answer(
					"%d %s to %s %s".formatted(order.count(), order.item(), order.to().town(), order.notes()));
		}

	}

	/**
	 * Takes headers, too.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class MessageShop {

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "orders.outbound")
		String handle(Message<Order> order) {
			return "%d %s for %s".formatted(order.getPayload().count(), order.getPayload().item(),
					order.getHeaders().get(NetAsyncHeaders.NAME));
		}

	}

	/**
	 * Takes many at a time.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BulkShop {

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "orders.outbound")
		int handle(Order[] orders) {
			int count = 0;
			for (Order order : orders) {
				count += order.count();
			}
			return count;
		}

	}

	/**
	 * Answers with the same.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Echo {

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "orders.outbound")
		Message<?> handle(Message<?> message) {
			return new GenericMessage<>(message.getPayload(), Map.of(IpHeaders.CONNECTION_ID,
					Objects.requireNonNull(message.getHeaders().get(IpHeaders.CONNECTION_ID))));
		}

		@Bean
		PointConverter points() {
			return new PointConverter();
		}

	}

	/**
	 * Keeps what comes.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Keep {

		@Bean
		QueueChannel kept() {
			return new QueueChannel();
		}

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "kept")
		Message<?> keep(Message<?> message) {
			return message;
		}

	}

	/**
	 * Two bytes a point.
	 */
	static class PointConverter extends AbstractMessageConverter {

		PointConverter() {
			super(List.<MimeType>of());
		}

		@Override
		protected boolean supports(Class<?> type) {
			return type.isAssignableFrom(Point.class);
		}

		@Override
		protected Object convertToInternal(Object payload, MessageHeaders headers, Object hint) {
			return new byte[] { (byte) ((Point) payload).x(), (byte) ((Point) payload).y() };
		}

		@Override
		protected Object convertFromInternal(Message<?> message, Class<?> type, Object hint) {
			byte[] bytes = (byte[]) message.getPayload();
			return new Point(bytes[0], bytes[1]);
		}

	}

}
