package io.netasync.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.message.ZeroMqHeaders;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipes of docs/zeromq.md, as printed but for the ports.
 *
 * @author net-async
 */
@Timeout(120)
class ZeroMqRecipeTests {

	private static final Path PAGE = Path.of("../docs/zeromq.md");

	private static final Pattern PORTS = Pattern.compile(":(55\\d\\d)\\b");

	private final BlockingQueue<Message<?>> received = new LinkedBlockingQueue<>();

	private static String recipe(String heading) throws IOException {
		Matcher block = Pattern.compile("(?ms)^#+ " + Pattern.quote(heading) + "[^\n]*\n.*?^```yaml\n(.*?)^```$")
			.matcher(Files.readString(PAGE));
		assertThat(block.find()).as(heading).isTrue();
		Map<String, Integer> ports = new HashMap<>();
		return PORTS.matcher(block.group(1))
			.replaceAll((port) -> ":"
					+ ports.computeIfAbsent(port.group(1), (printed) -> TestSocketUtils.findAvailableTcpPort()));
	}

	private void run(String heading, ContextConsumer<AssertableApplicationContext> test) throws IOException {
		PropertySource<?> properties = new YamlPropertySourceLoader()
			.load("page", new ByteArrayResource(recipe(heading).getBytes(StandardCharsets.UTF_8)))
			.get(0);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(NetAsyncAutoConfiguration.class, ZeroMqAutoConfiguration.class,
					IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class,
					SslAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(properties))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				test.accept(context);
			});
	}

	private void listen(AssertableApplicationContext context, String... names) {
		for (String name : names) {
			context.getBean(name + ".inbound", SubscribableChannel.class).subscribe(this.received::add);
		}
	}

	private static void answer(AssertableApplicationContext context, String name) {
		MessageChannel outbound = context.getBean(name + ".outbound", MessageChannel.class);
		context.getBean(name + ".inbound", SubscribableChannel.class)
			.subscribe((message) -> outbound
				.send(MessageBuilder.withPayload("re: " + text(message)).copyHeaders(message.getHeaders()).build()));
	}

	private static String text(Message<?> message) {
		return new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
	}

	private String next() throws InterruptedException {
		Message<?> message = this.received.poll(10, TimeUnit.SECONDS);
		assertThat(message).isNotNull();
		return text(message);
	}

	private static String ask(AssertableApplicationContext context, String question) throws Exception {
		Message<String> message = MessageBuilder.withPayload(question).setHeader("netasync_idempotent", true).build();
		return text(context.getBean("question", ZeroMqSocket.class)
			.request(message)
			.toCompletableFuture()
			.get(10, TimeUnit.SECONDS));
	}

	private static void publish(AssertableApplicationContext context, String name, String topic, String payload) {
		ZeroMqSocket socket = context.getBean(name, ZeroMqSocket.class);
		Message<String> message = MessageBuilder.withPayload(payload).setHeader(ZeroMqHeaders.TOPIC, topic).build();
		Awaitility.await().until(() -> socket.send(message).toCompletableFuture().get().isWritten());
	}

	@Test
	void pipeline() throws IOException {
		run("Pipeline", (context) -> {
			listen(context, "worker");
			context.getBean("jobs.outbound", MessageChannel.class).send(new GenericMessage<>("job"));
			assertThat(next()).isEqualTo("job");
		});
	}

	@Test
	void publishAndSubscribe() throws IOException {
		run("Publish and subscribe", (context) -> {
			listen(context, "board");
			publish(context, "prices", "USD", "1.1");
			assertThat(next()).isEqualTo("1.1");
			context.getBean("board", ZeroMqSocket.class).subscribe("GBP");
			publish(context, "prices", "GBP", "0.8");
			assertThat(next()).isEqualTo("0.8");
		});
	}

	@Test
	void lastValueCache() throws IOException {
		run("Last-value cache", (context) -> {
			listen(context, "display");
			publish(context, "weather", "rain", "soon");
			assertThat(next()).isEqualTo("soon");
			context.getBean("display", ZeroMqSocket.class).subscribe("ra");
			assertThat(next()).isEqualTo("soon");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Request and reply", "A broker between", "Paranoid pirate" })
	void requestAndReply(String heading) throws IOException {
		run(heading, (context) -> {
			answer(context, "answer");
			assertThat(ask(context, "how?")).isEqualTo("re: how?");
		});
	}

	@Test
	void whatPassesABrokerIsCaptured() throws IOException {
		run("A broker between", (context) -> {
			answer(context, "answer");
			context.getBean("tap.inbound", SubscribableChannel.class).subscribe(this.received::add);
			assertThat(ask(context, "how?")).isEqualTo("re: how?");
			assertThat(this.received.poll(10, TimeUnit.SECONDS)).isNotNull();
			assertThat(context.getBean("broker", ZeroMqProxy.class).snapshot().requests()).isPositive();
		});
	}

	@Test
	void lazyPirate() throws IOException {
		run("Lazy pirate", (context) -> {
			ZeroMqSocket question = context.getBean("question", ZeroMqSocket.class);
			String address = question.snapshot().connected().get(0).replace("localhost", "*");
			int[] times = new int[1];
			MessageChannel[] outbound = new MessageChannel[1];
			context.getBean(ZeroMq.class)
				.open("late", ZeroMqType.REP,
						(socket) -> socket.bind(address)
							.channels((channels) -> outbound[0] = channels.outbound())
							.handler((message) -> {
								if (++times[0] > 1) {
									outbound[0].send(MessageBuilder.withPayload("at last")
										.copyHeaders(message.getHeaders())
										.build());
								}
							}));
			assertThat(ask(context, "how?")).isEqualTo("at last");
		});
	}

	@Test
	void freelance() throws IOException {
		run("Freelance", (context) -> {
			List<String> servers = context.getBean("question", ZeroMqSocket.class).snapshot().connected();
			MessageChannel[] outbound = new MessageChannel[1];
			// the first one is not there
			context.getBean(ZeroMq.class)
				.open("second", ZeroMqType.REP,
						(socket) -> socket.bind(servers.get(1).replace("localhost", "*"))
							.channels((channels) -> outbound[0] = channels.outbound())
							.handler((message) -> outbound[0]
								.send(MessageBuilder.withPayload("second").copyHeaders(message.getHeaders()).build())));
			for (int number = 0; number < 10; number++) {
				assertThat(ask(context, "how?")).isEqualTo("second");
			}
		});
	}

	@Test
	void routerAndDealer() throws IOException {
		run("Router and dealer", (context) -> {
			listen(context, "hub", "spoke");
			context.getBean("spoke.outbound", MessageChannel.class).send(new GenericMessage<>("here"));
			assertThat(next()).isEqualTo("here");
			context.getBean("hub.outbound", MessageChannel.class)
				.send(new GenericMessage<>("you", Map.of(ZeroMqHeaders.IDENTITY, "spoke-1")));
			assertThat(next()).isEqualTo("you");
		});
	}

	@Test
	void pair() throws IOException {
		run("A pair within the application", (context) -> {
			listen(context, "left", "right");
			context.getBean("left.outbound", MessageChannel.class).send(new GenericMessage<>("to the right"));
			assertThat(next()).isEqualTo("to the right");
		});
	}

	@Test
	void keysAndPasswords() throws IOException {
		run("Keys and passwords", (context) -> {
			answer(context, "vault");
			assertThat(text(context.getBean("visitor", ZeroMqSocket.class)
				.request("open")
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS))).isEqualTo("re: open");
		});
	}

	@Test
	void contexts() throws IOException {
		run("Contexts",
				(context) -> assertThat(context.getBean("feed", ZeroMqSocket.class).snapshot().open()).isTrue());
	}

}
