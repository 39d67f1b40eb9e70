package io.netasync.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netasync.channel.NetAsyncHeaders;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.router.HeaderValueRouter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients and servers of the YAML with the real node-ipc as their peer.
 *
 * @author net-async
 */
@RequiresPrograms({ "node", "npm" })
@Timeout(120)
class NodeIpcTests {

	private static final int ROUNDS = 1000;

	private static final int ROUNDS_TO_A_LARGE_ONE = 100;

	private static final String LOOPBACK = "127.0.0.1";

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"sync\":true}", "{\"delimiter\":\"\\n\"}" })
	void aServerAnswersNodeIpcAThousandTimes(String config) throws Exception {
		int port = TestPorts.free();
		String delimiter = config.contains("delimiter") ? "\\n" : "\\f";
		try (ConfigurableApplicationContext context = server(port, "netasync.frame.delimiter=" + delimiter);
				NodeIpc client = NodeIpc.client(at(config, port))) {
			client.await("connect");
			client.command("rounds " + ROUNDS);
			client.await("done " + ROUNDS);
			assertThat(client.saidOf("different")).isEmpty();
			assertThat(server(context).snapshot().received()).isEqualTo(ROUNDS);
		}
	}

	@Test
	void aClientIsAnsweredByNodeIpcAThousandTimes() throws Exception {
		int port = TestPorts.free();
		try (NodeIpc server = NodeIpc.server(at("{}", port)); ConfigurableApplicationContext context = client(port)) {
			exchange(context, ROUNDS);
			assertThat(server.saidOf("connect")).hasSize(1);
		}
	}

	@Test
	void aServerOnAUnixSocketAnswersNodeIpcAThousandTimes(@TempDir Path folder) throws Exception {
		try (ConfigurableApplicationContext context = run(Routed.class,
				with(ipc(folder), "netasync.server.orders.address=ipc:world"));
				NodeIpc client = NodeIpc.client(node(folder))) {
			client.await("connect");
			client.command("rounds " + ROUNDS);
			client.await("done " + ROUNDS);
			assertThat(client.saidOf("different")).isEmpty();
			assertThat(server(context).snapshot().received()).isEqualTo(ROUNDS);
		}
	}

	@Test
	void aClientOnAUnixSocketIsAnsweredByNodeIpcAThousandTimes(@TempDir Path folder) throws Exception {
		try (NodeIpc server = NodeIpc.server(node(folder));
				ConfigurableApplicationContext context = run(Keep.class,
						with(ipc(folder), "netasync.client.feed.addresses=ipc:world"))) {
			exchange(context, ROUNDS);
			assertThat(server.saidOf("connect")).hasSize(1);
		}
	}

	@Test
	void aUnixSocketIsFoundByItsPathToo(@TempDir Path folder) throws Exception {
		Path path = folder.resolve("s");
		try (NodeIpc server = NodeIpc.server("[{},\"%s\"]".formatted(path));
				ConfigurableApplicationContext context = run(Keep.class,
						with(new String[0], "netasync.client.feed.addresses=unix:" + path))) {
			server.await("connect");
			exchange(context, 1);
		}
	}

	@Test
	void nodeIpcConnectsBeforeThereIsAServerAndAgainWhenItIsBack() throws Exception {
		int port = TestPorts.free();
		try (NodeIpc client = NodeIpc.client(at("{}", port))) {
			client.await("disconnect");
			try (ConfigurableApplicationContext context = server(port)) {
				client.await("connect");
				assertThat(server(context).connections()).hasSize(1);
				client.command("rounds 10");
				client.await("done 10");
			}
			try (ConfigurableApplicationContext context = server(port)) {
				Awaitility.await().until(() -> !server(context).connections().isEmpty());
				client.command("rounds 10");
				client.await("done 20");
			}
		}
	}

	@Test
	void aClientConnectsBeforeThereIsANodeIpcServerAndAgainWhenItIsBack() throws Exception {
		int port = TestPorts.free();
		try (ConfigurableApplicationContext context = client(port, "netasync.reconnect.max-delay=100ms")) {
			try (NodeIpc server = NodeIpc.server(at("{}", port))) {
				server.await("connect");
				exchange(context, 10);
			}
			Awaitility.await().until(() -> client(context).state() != ConnectionState.CONNECTED);
			try (NodeIpc server = NodeIpc.server(at("{}", port))) {
				server.await("connect");
				exchange(context, 10);
			}
		}
	}

	@Test
	void whatIsSentBeforeThereIsANodeIpcServerIsNotLost() throws Exception {
		int port = TestPorts.free();
		try (ConfigurableApplicationContext context = client(port, "netasync.reconnect.max-delay=100ms")) {
			context.getBean("feed.outbound", MessageChannel.class).send(typed("tell", "early"));
			try (NodeIpc server = NodeIpc.server(at("{}", port))) {
				server.await("tell \"early\"");
			}
		}
	}

	@Test
	void aBroadcastReachesAllNodeIpcClientsAndAMessageTheOneItNames() throws Exception {
		int port = TestPorts.free();
		try (ConfigurableApplicationContext context = server(port);
				NodeIpc one = NodeIpc.client(at("{}", port));
				NodeIpc other = NodeIpc.client(at("{}", port))) {
			for (NodeIpc client : List.of(one, other)) {
				client.await("connect");
			}
			one.command("emit [\"tell\",{\"id\":\"one\"}]");
			other.command("emit [\"tell\",{\"id\":\"other\"}]");
			PollableChannel told = context.getBean("told", PollableChannel.class);
			assertThat(List.of(peer(told), peer(told))).containsExactlyInAnyOrder("one", "other");
			MessageChannel outbound = context.getBean("orders.outbound", MessageChannel.class);
			outbound.send(MessageBuilder.fromMessage(typed("news", "for all"))
				.setHeader(NetAsyncHeaders.BROADCAST, true)
				.build());
			one.await("news \"for all\"");
			other.await("news \"for all\"");
			outbound.send(MessageBuilder.fromMessage(typed("news", "for one"))
				.setHeader(NetAsyncHeaders.PEER, "one")
				.build());
			one.await("news \"for one\"");
			assertThat(other.saidOf("news")).hasSize(1);
		}
	}

	@Test
	void aBroadcastOfNodeIpcReachesTheClient() throws Exception {
		int port = TestPorts.free();
		try (NodeIpc server = NodeIpc.server(at("{}", port)); ConfigurableApplicationContext context = client(port)) {
			server.await("connect");
			server.command("broadcast h\u00e9llo");
			Message<?> news = received(context, "kept");
			assertThat(news.getPayload()).isEqualTo("h\u00e9llo");
			assertThat(news.getHeaders()).containsEntry(NetAsyncHeaders.TYPE, "news");
		}
	}

	@Test
	void disconnectIsSeenOnBothSides() throws Exception {
		int port = TestPorts.free();
		try (ConfigurableApplicationContext context = server(port); NodeIpc client = NodeIpc.client(at("{}", port))) {
			client.await("connect");
			client.command("disconnect");
			Awaitility.await().until(() -> server(context).connections().isEmpty());
		}
		try (NodeIpc server = NodeIpc.server(at("{}", port))) {
			try (ConfigurableApplicationContext context = client(port)) {
				send(context, typed("tell", Map.of("id", "me")));
				server.await("tell {\"id\":\"me\"}");
			}
			server.await("gone \"me\"");
		}
	}

	@Test
	void aCompleteMessageIsDeliveredAtOnceAlthoughTheNextIsNotComplete() throws Exception {
		int port = TestPorts.free();
		try (ConfigurableApplicationContext context = server(port); NodeIpc client = NodeIpc.client(at("{}", port))) {
			client.await("connect");
			client.command("write \"{\\\"type\\\":\\\"tell\\\",\\\"data\\\":1}\\f{\\\"type\\\":\"");
			assertThat(received(context, "told").getPayload()).isEqualTo(1);
			client.command("write \"\\\"tell\\\",\\\"data\\\":2}\\f\"");
			assertThat(received(context, "told").getPayload()).isEqualTo(2);
		}
	}

	@Test
	void whatIsNoMessageGoesToTheErrorsAndTheConnectionLives() throws Exception {
		int port = TestPorts.free();
		try (ConfigurableApplicationContext context = server(port); NodeIpc client = NodeIpc.client(at("{}", port))) {
			QueueChannel errors = new QueueChannel();
			context.getBean("orders.errors", PublishSubscribeChannel.class).subscribe(errors::send);
			client.await("connect");
			for (String frame : List.of("", "null", "{", "[]")) {
				client.command("write \"" + frame + "\\f\"");
				assertThat(errors.receive(10_000)).as(frame).isNotNull();
			}
			client.command("emit [\"error\",{\"message\":\"not so\"}]");
			assertThat(errors.receive(10_000)).isNotNull();
			client.command("rounds 1");
			client.await("done 1");
			assertThat(server(context).snapshot().accepted()).isEqualTo(1);
		}
	}

	@Test
	void buffersAreBytes() throws Exception {
		int port = TestPorts.free();
		try (NodeIpc server = NodeIpc.server(at("{}", port)); ConfigurableApplicationContext context = client(port)) {
			server.await("connect");
			byte[] bytes = { 0, 12, -1 };
			assertThat(client(context).request(typed("message", bytes))
				.toCompletableFuture()
				.get(10, TimeUnit.SECONDS)
				.getPayload()).isEqualTo(bytes);
		}
	}

	@Test
	void rawBuffersAreTheFormatRaw() throws Exception {
		int port = TestPorts.free();
		String raw = "{\"rawBuffer\":true}";
		try (NodeIpc server = NodeIpc.server(at(raw, port));
				ConfigurableApplicationContext context = client(port, "netasync.frame.format=raw")) {
			server.await("connect");
			send(context, typed("any", "h\u00e9llo"));
			assertThat(received(context, "kept").getPayload()).isEqualTo("h\u00e9llo".getBytes(StandardCharsets.UTF_8));
		}
		try (ConfigurableApplicationContext context = run(RawEcho.class, "netasync.server.orders.port=" + port,
				"netasync.frame.format=raw"); NodeIpc client = NodeIpc.client(at(raw, port))) {
			client.await("connect");
			client.command("emit [\"h\u00e9llo\"]");
			client.await("data \"h\u00e9llo\"");
			assertThat(server(context).connections()).hasSize(1);
		}
	}

	/**
	 * Exchanges messages such as those of {@code peer.js}.
	 */
	private static void exchange(ConfigurableApplicationContext context, int rounds) throws Exception {
		for (int i = 0; i < rounds; i++) {
			Map<String, Object> data = message(i);
			assertThat(client(context).request(typed("message", data))
				.toCompletableFuture()
				.get(20, TimeUnit.SECONDS)
				.getPayload()).isEqualTo(data);
		}
	}

	private static Map<String, Object> message(int n) {
		Map<String, Object> nested = new LinkedHashMap<>();
		nested.put("list", List.of(1, 2.5, true, Map.of("form", "\f\f")));
		nested.put("none", null);
		return Map.of("n", n, "text", "\u00e9\u20ac\ud83d\ude00\f\n\u2028\"\\" + n, "nested", nested, "large",
				(n % ROUNDS_TO_A_LARGE_ONE == 0) ? "\u00fc".repeat(500_000) : "");
	}

	private static Message<?> typed(String type, Object payload) {
		return MessageBuilder.withPayload(payload).setHeader(NetAsyncHeaders.TYPE, type).build();
	}

	private static void send(ConfigurableApplicationContext context, Message<?> message) throws Exception {
		client(context).send(message).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	private static Message<?> received(ConfigurableApplicationContext context, String channel) {
		return Objects.requireNonNull(context.getBean(channel, PollableChannel.class).receive(10_000), channel);
	}

	private static Object peer(PollableChannel told) {
		return Objects
			.requireNonNull(Objects.requireNonNull(told.receive(10_000)).getHeaders().get(NetAsyncHeaders.PEER));
	}

	private static NetAsyncClient client(ConfigurableApplicationContext context) {
		return context.getBean(NetAsyncClient.class);
	}

	private static NetAsyncServer server(ConfigurableApplicationContext context) {
		return context.getBean(NetAsyncServer.class);
	}

	/** The rule of node-ipc for the path of a socket: root, appspace and id. */
	private static String node(Path folder) {
		return "[{\"socketRoot\":\"%s/\",\"appspace\":\"test.\",\"id\":\"world\"}]".formatted(folder);
	}

	private static String[] ipc(Path folder) {
		return new String[] { "netasync.ipc.socket-root=" + folder + "/", "netasync.ipc.appspace=test." };
	}

	private static String at(String config, int port) {
		return "[%s,\"%s\",%d]".formatted(config, LOOPBACK, port);
	}

	private static ConfigurableApplicationContext client(int port, String... properties) {
		return run(Keep.class, with(properties, "netasync.client.feed.addresses=" + LOOPBACK + ":" + port));
	}

	private static ConfigurableApplicationContext server(int port, String... properties) {
		return run(Routed.class, with(properties, "netasync.server.orders.port=" + port));
	}

	private static String[] with(String[] properties, String... more) {
		List<String> all = new ArrayList<>(List.of("netasync.frame.format=node-ipc", "netasync.frame.max-size=2MB",
				"netasync.request.timeout=20s"));
		all.addAll(List.of(properties));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(WebApplicationType.NONE);
		Map<String, Object> values = new LinkedHashMap<>();
		for (String property : properties) {
			int end = property.indexOf('=');
			values.put(property.substring(0, end), property.substring(end + 1));
		}
		return builder.properties(values).run();
	}

	/**
	 * A server that does with a message what its type says.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Routed {

		@Bean
		@ServiceActivator(inputChannel = "orders.inbound")
		HeaderValueRouter byType() {
			HeaderValueRouter router = new HeaderValueRouter(NetAsyncHeaders.TYPE);
			router.setChannelMapping("message", "echo");
			router.setChannelMapping("tell", "told");
			return router;
		}

		@ServiceActivator(inputChannel = "echo", outputChannel = "orders.outbound")
		Object echo(Object data) {
			return data;
		}

		@Bean
		QueueChannel told() {
			return new QueueChannel();
		}

	}

	/**
	 * A client that keeps what it is sent.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Keep {

		@Bean
		QueueChannel kept() {
			return new QueueChannel();
		}

		@ServiceActivator(inputChannel = "feed.inbound", outputChannel = "kept")
		Message<?> keep(Message<?> message) {
			return message;
		}

	}

	/**
	 * A server that answers with the same bytes.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class RawEcho {

		@ServiceActivator(inputChannel = "orders.inbound", outputChannel = "orders.outbound")
		byte[] echo(byte[] bytes) {
			return bytes;
		}

	}

}
