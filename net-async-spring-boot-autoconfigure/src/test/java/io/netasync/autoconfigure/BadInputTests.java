package io.netasync.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that what can't work fails start-up and says what to write instead.
 *
 * @author net-async
 */
@ExtendWith(OutputCaptureExtension.class)
class BadInputTests {

	private static final String FEED = "netasync.client.feed.addresses=localhost:7000";

	private static final String ORDERS = "netasync.server.orders.port=0";

	private final CapturedOutput output;

	BadInputTests(CapturedOutput output) {
		this.output = output;
	}

	@ParameterizedTest
	@MethodSource({ "clientProperties", "moreClientProperties", "proxyProperties", "compressionProperties",
			"serverProperties", "limitProperties", "sharedProperties", "payloadProperties" })
	void failsStartUp(String property, String description, String action) {
		fails(Application.class, "The property " + description, action, FEED, ORDERS, property);
	}

	static Stream<Arguments> clientProperties() {
		return Stream.of(
				Arguments.of("netasync.client.feed.heartbeat.timeout=3s",
						"'netasync.client.feed.heartbeat.timeout' must be greater than "
								+ "'netasync.client.feed.heartbeat.interval'.",
						"Set 'netasync.client.feed.heartbeat.timeout' to a value that is greater than "
								+ "'netasync.client.feed.heartbeat.interval'."),
				Arguments.of("netasync.client.feed.addresses=localhost",
						"'netasync.client.feed.addresses[0]' is not an address: 'localhost' has no port: "
								+ "write 'localhost:7000'.",
						"Set 'netasync.client.feed.addresses[0]' to 'host:port', such as 'localhost:7000' or "
								+ "'[::1]:7000', or to a Unix socket, such as 'unix:/run/x.sock' or 'ipc:hello'."),
				Arguments.of("netasync.client.feed.addresses=", "'netasync.client.feed.addresses' is empty.",
						"Set 'netasync.client.feed.addresses' to one or more 'host:port', such as 'localhost:7000', "
								+ "the preferred one first."),
				Arguments.of("netasync.client.quotes.connect-timeout=1s",
						"'netasync.client.quotes.addresses' is empty.",
						"Set 'netasync.client.quotes.addresses' to one or more 'host:port'"));
	}

	static Stream<Arguments> moreClientProperties() {
		return Stream.of(
				Arguments.of("netasync.client.feed.connect-timeout=0",
						"'netasync.client.feed.connect-timeout' must be greater than 0.",
						"Set 'netasync.client.feed.connect-timeout' to a value that is greater than 0."),
				Arguments.of("netasync.client.feed.reconnect.max-attempts=often",
						"'netasync.client.feed.reconnect.max-attempts' is not a number: 'often'.",
						"Set 'netasync.client.feed.reconnect.max-attempts' to a number greater than 0 or to "
								+ "'unlimited'."),
				Arguments.of("netasync.client.feed.ssl.bundle=absent",
						"'netasync.client.feed.ssl.bundle' names the SSL bundle 'absent', which is not there; there "
								+ "is none.",
						"Define 'spring.ssl.bundle.pem.absent' or 'spring.ssl.bundle.jks.absent', or set "
								+ "'netasync.client.feed.ssl.bundle' to a bundle that is there."));
	}

	static Stream<Arguments> proxyProperties() {
		return Stream.of(
				Arguments.of("netasync.client.feed.proxy.address=proxy:1080",
						"'netasync.client.feed.proxy.type' is not set, but others of 'netasync.client.feed.proxy' are.",
						"Set 'netasync.client.feed.proxy.type' to 'socks5' or 'http'."),
				Arguments.of("netasync.client.feed.proxy.type=http",
						"'netasync.client.feed.proxy.address' is not set, but others of "
								+ "'netasync.client.feed.proxy' are.",
						"Set 'netasync.client.feed.proxy.address' to the 'host:port' of the proxy."));
	}

	@ParameterizedTest
	@MethodSource
	void failsStartUpOnAProxy(String property, String description, String action) {
		fails(Application.class, "The property " + description, action, FEED, "netasync.client.feed.proxy.type=http",
				"netasync.client.feed.proxy.address=proxy:3128", property);
		assertThat(this.output).doesNotContain("s3cr3t");
	}

	static Stream<Arguments> failsStartUpOnAProxy() {
		return Stream.of(Arguments.of("netasync.client.feed.proxy.address=proxy",
				"'netasync.client.feed.proxy.address' is not an address: 'proxy' has no port: write " + "'proxy:7000'.",
				"Set 'netasync.client.feed.proxy.address' to 'host:port', such as 'localhost:7000' or '[::1]:7000'."),
				Arguments.of("netasync.client.feed.proxy.password=s3cr3t",
						"'netasync.client.feed.proxy.username' must be set where "
								+ "'netasync.client.feed.proxy.password' is.",
						"Set 'netasync.client.feed.proxy.username'."),
				Arguments.of("netasync.client.feed.proxy.username=m:e",
						"'netasync.client.feed.proxy.username' must be without a colon, which ends it in HTTP.",
						"Set 'netasync.client.feed.proxy.username' to a value that is without a colon"),
				Arguments.of("netasync.transport=net",
						"'netasync.client.feed.proxy' must not be set unless 'netasync.client.feed.transport' is "
								+ "netty.",
						"Remove 'netasync.client.feed.proxy'."));
	}

	static Stream<Arguments> compressionProperties() {
		return Stream.of(
				Arguments.of("netasync.compression.max-ratio=0",
						"'netasync.compression.max-ratio' must be greater than 0.",
						"Set 'netasync.compression.max-ratio' to a value that is greater than 0."),
				Arguments.of("netasync.client.feed.compression.max-ratio=-1",
						"'netasync.client.feed.compression.max-ratio' must be greater than 0.",
						"Set 'netasync.client.feed.compression.max-ratio' to a value that is greater than 0."));
	}

	@Test
	void failsStartUpOnCompressionOverAnotherTransport() {
		fails(Application.class,
				"The property 'netasync.server.orders.compression.type' needs connections on Netty, but "
						+ "'netasync.transport' is 'nio'.",
				"Set 'netasync.transport' to 'netty', or leave out 'netasync.server.orders.compression.type'.", ORDERS,
				"netasync.server.orders.compression.type=zlib", "netasync.transport=nio");
	}

	static Stream<Arguments> serverProperties() {
		return Stream.of(
				Arguments.of("netasync.server.orders.receive-buffer.max-messages=0",
						"'netasync.server.orders.receive-buffer.max-messages' must be greater than 0.",
						"Set 'netasync.server.orders.receive-buffer.max-messages' to a value that is greater than 0."),
				Arguments.of("netasync.server.orders.receive-buffer.max-size=0",
						"'netasync.server.orders.receive-buffer.max-size' must be greater than 0.",
						"Set 'netasync.server.orders.receive-buffer.max-size' to a value that is greater than 0."),
				Arguments.of("netasync.server.orders.request.max-pending=0",
						"'netasync.server.orders.request.max-pending' must be greater than 0.",
						"Set 'netasync.server.orders.request.max-pending' to a value that is greater than 0."),
				Arguments.of("netasync.server.orders.request.correlation=key",
						"'netasync.server.orders.request.reply-key' is not set, but 'correlation: key' needs it.",
						"Set 'netasync.server.orders.request.reply-key' to a SpEL expression on the message, such as "
								+ "\"new String(payload, 0, 8)\"."),
				Arguments.of("netasync.memory-budget=-1B", "'netasync.memory-budget' must be greater than 0.",
						"Set 'netasync.memory-budget' to a value that is greater than 0."),
				Arguments.of("netasync.server.orders.port=70000", "'netasync.server.orders.port' is 70000.",
						"Set 'netasync.server.orders.port' to a port between 1 and 65535 (0 picks a free one)."),
				Arguments.of("netasync.server.quotes.max-connections=5", "'netasync.server.quotes.port' is not set.",
						"Set 'netasync.server.quotes.port' to a port between 1 and 65535 (0 picks a free one)."),
				Arguments.of("netasync.server.orders.address=no such host",
						"'netasync.server.orders.address' is not an address: 'no such host'.",
						"Set 'netasync.server.orders.address' to an address of this machine, such as 127.0.0.1, or "
								+ "leave it out to listen on all."));
	}

	static Stream<Arguments> limitProperties() {
		return Stream.of(
				Arguments.of("netasync.server.orders.max-connections=0",
						"'netasync.server.orders.max-connections' must be greater than 0.",
						"Set 'netasync.server.orders.max-connections' to a value that is greater than 0."),
				Arguments.of("netasync.server.orders.accept-rate=-1",
						"'netasync.server.orders.accept-rate' must not be negative.",
						"Set 'netasync.server.orders.accept-rate' to a value that is not negative."),
				Arguments.of("netasync.server.orders.rate-limit.messages-in=-1",
						"'netasync.server.orders.rate-limit.messages-in' must not be negative.",
						"Set 'netasync.server.orders.rate-limit.messages-in' to a value that is not negative."),
				Arguments.of("netasync.rate-limit.bytes-out=-1B",
						"'netasync.rate-limit.bytes-out' must not be negative.",
						"Set 'netasync.rate-limit.bytes-out' to a value that is not negative."),
				Arguments.of("netasync.server.orders.slow-consumer.after=-1s",
						"'netasync.server.orders.slow-consumer.after' must not be negative.",
						"Set 'netasync.server.orders.slow-consumer.after' to a value that is not negative."),
				Arguments.of("netasync.server.orders.deny=10.0.0.0/8,10.0.0.0/40",
						"'netasync.server.orders.deny[1]' is not a subnet: '10.0.0.0/40'.",
						"Set 'netasync.server.orders.deny[1]' to a subnet, such as '10.0.0.0/8' or "
								+ "'2001:db8::/32', or to a single address."),
				Arguments.of("netasync.server.orders.proxy-protocol.trusted=balancer",
						"'netasync.server.orders.proxy-protocol.trusted[0]' is not a subnet: 'balancer'.",
						"Set 'netasync.server.orders.proxy-protocol.trusted[0]' to a subnet, such as '10.0.0.0/8' or "
								+ "'2001:db8::/32', or to a single address."));
	}

	static Stream<Arguments> sharedProperties() {
		return Stream.of(
				Arguments.of("netasync.heartbeat.interval=20s",
						"'netasync.heartbeat.timeout' must be greater than 'netasync.heartbeat.interval'.",
						"Set 'netasync.heartbeat.timeout' to a value that is greater than "
								+ "'netasync.heartbeat.interval'."),
				Arguments.of("netasync.reconnect.jitter=2", "'netasync.reconnect.jitter' must be between 0 and 1.",
						"Set 'netasync.reconnect.jitter' to a value that is between 0 and 1."),
				Arguments.of("netasync.frame.header-size=5", "'netasync.frame.header-size' must be 1, 2, 3, 4 or 8.",
						"Set 'netasync.frame.header-size' to a value that is 1, 2, 3, 4 or 8."),
				Arguments.of("netasync.frame.delimiter=|",
						"'netasync.frame.delimiter' must not be set with 'frame.format: length-header', which has no such option.",
						"Remove 'netasync.frame.delimiter'."),
				Arguments.of("netasync.client.feed.frame.format=delimiter",
						"'netasync.client.feed.frame.delimiter' must be set with 'frame.format: delimiter'.",
						"Set 'netasync.client.feed.frame.delimiter'."),
				Arguments.of("netasync.frame.format=lines",
						"'netasync.frame.format' is 'lines', which is no format and no bean that is a Serializer and a Deserializer.",
						"Set 'netasync.frame.format' to one of length-header, raw, line, delimiter, stx-etx, fixed, varint, node-ipc, custom, or to the name of such a bean; there is none."),
				Arguments.of("netasync.client.feed.heartbeat.probe=PING",
						"'netasync.client.feed.heartbeat.probe' must not be set with 'frame.format: length-header', which sends the empty frame.",
						"Remove 'netasync.client.feed.heartbeat.probe'."),
				Arguments.of("netasync.frame.max-size=3GB", "'netasync.frame.max-size' must be less than 2GB.",
						"Set 'netasync.frame.max-size' to a value that is less than 2GB."),
				Arguments.of("netasync.event-loop.threads=-1", "'netasync.event-loop.threads' must not be negative.",
						"Set 'netasync.event-loop.threads' to a value that is not negative."),
				Arguments.of("netasync.event-loop.transport=kqueue",
						"'netasync.event-loop.transport' names sockets that this machine does not have.",
						"Set 'netasync.event-loop.transport' to 'auto'."));
	}

	@Test
	void failsStartUpOnTrustedProxiesOverAnotherTransport() {
		fails(Application.class,
				"The property 'netasync.server.orders.proxy-protocol.trusted' must be empty unless "
						+ "'netasync.server.orders.transport' is netty.",
				"Set 'netasync.server.orders.proxy-protocol.trusted' to a value that is empty unless "
						+ "'netasync.server.orders.transport' is netty.",
				ORDERS, "netasync.server.orders.proxy-protocol.trusted=127.0.0.1", "netasync.transport=nio");
	}

	@Test
	void failsStartUpOnJsonInRawBytes() {
		fails(Application.class,
				"The property 'netasync.client.feed.payload' is 'json', which the frame format 'raw' does not go with, "
						+ "where nothing tells one message from the next.",
				"Set 'netasync.client.feed.payload' to 'bytes', or choose another frame format.", FEED,
				"netasync.client.feed.payload=json", "netasync.frame.format=raw");
	}

	static Stream<Arguments> payloadProperties() {
		return Stream.of(
				Arguments.of("netasync.client.feed.payload=orderConverter",
						"'netasync.client.feed.payload' is 'orderConverter', which is neither a conversion nor a "
								+ "MessageConverter bean.",
						"Set 'netasync.client.feed.payload' to 'bytes', 'string', 'json' or the name of a "
								+ "MessageConverter bean (there is none)."),
				Arguments.of("netasync.json.max-depth=0", "'netasync.json.max-depth' must be greater than 0.",
						"Set 'netasync.json.max-depth' to a value that is greater than 0."));
	}

	@Test
	void failsStartUpOnATypeThatIsNotThere() {
		fails(Application.class,
				"The property 'netasync.server.orders.payload-type' names a class that is not there: 'shop.Order'.",
				"Set 'netasync.server.orders.payload-type' to the full name of a class, with '$' before a nested one.",
				ORDERS, "netasync.payload=json", "netasync.server.orders.payload-type=shop.Order");
	}

	@Test
	void failsStartUpOnTextForTheMessagesOfNodeIpc() {
		fails(Application.class,
				"The property 'netasync.payload' does not go with the frame format 'node-ipc', whose messages are "
						+ "JSON.",
				"Set 'netasync.client.feed.payload' to 'json', or leave it out.", FEED, "netasync.payload=string",
				"netasync.client.feed.frame.format=node-ipc");
	}

	@Test
	void failsStartUpOnACharsetWithoutTheLineEndsOfAscii() {
		fails(Application.class,
				"The property 'netasync.frame.charset' must be one with the line ends of ASCII, such as UTF-8, with "
						+ "'frame.format: line'.",
				"Set 'netasync.frame.charset' to a value that is one with the line ends of ASCII, such as UTF-8", FEED,
				"netasync.frame.format=line", "netasync.frame.charset=UTF-16");
	}

	@Test
	void failsStartUpOnATypeForPayloadsThatHaveNone() {
		fails(Application.class, "The property 'netasync.payload-type' is set, but bytes and text have no type.",
				"Set 'payload' to 'json' or to the name of a MessageConverter bean, or leave 'netasync.payload-type' "
						+ "out.",
				FEED, "netasync.payload=string", "netasync.payload-type=java.util.Map");
	}

	@ParameterizedTest
	@MethodSource
	void failsStartUpOnValuesOfAnotherKind(String property, String value, String action) {
		fails(Application.class, "The property '%s' has a value it can't have.".formatted(property),
				"Set '%s' to %s.".formatted(property, action), FEED, ORDERS, property + "=" + value);
		assertThat(this.output).contains("Value: \"%s\"".formatted(value)).contains("Origin: ");
	}

	static Stream<Arguments> failsStartUpOnValuesOfAnotherKind() {
		return Stream.of(
				Arguments.of("netasync.client.feed.send-buffer.overflow", "ignore",
						"one of 'block', 'fail', 'drop-newest', 'drop-oldest', 'conflate'"),
				Arguments.of("netasync.transport", "udp", "one of 'auto', 'netty', 'net', 'nio'"),
				Arguments.of("netasync.compression.type", "lzma", "one of 'none', 'zlib', 'gzip', 'snappy'"),
				Arguments.of("netasync.client.feed.proxy.type", "socks4", "one of 'socks5', 'http'"),
				Arguments.of("netasync.client.feed.dispatch", "inline", "one of 'worker', 'event-loop'"),
				Arguments.of("netasync.heartbeat.interval", "often",
						"a number with its unit, such as '500ms', '5s' or '2m'"),
				Arguments.of("netasync.frame.max-size", "huge", "a number with its unit, such as '64KB' or '1MB'"),
				Arguments.of("netasync.frame.charset", "utf 8",
						"the name of a charset, such as 'UTF-8' or 'ISO-8859-1'"),
				Arguments.of("netasync.status-in-inbound", "maybe", "'true' or 'false'"),
				Arguments.of("netasync.server.orders.max-connections", "many", "a number"));
	}

	@Test
	void failsStartUpOnAPortInUse() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			fails(Application.class,
					"The net-async server 'orders' could not bind to port %d: the address is already in use."
						.formatted(port),
					"Stop the process that listens on port %d, or set 'netasync.server.orders.port' to another port (0 picks a free one)."
						.formatted(port),
					"netasync.server.orders.address=127.0.0.1", "netasync.server.orders.port=" + port);
		}
	}

	@Test
	void failsStartUpOnAnAddressOfAnotherMachine() {
		fails(Application.class, "The net-async server 'orders' could not bind to /192.0.2.1:0: ",
				"Set 'netasync.server.orders.address' to an address of this machine, or leave it out to listen on all.",
				ORDERS, "netasync.server.orders.address=192.0.2.1");
	}

	@Test
	void failsStartUpOnOneNameForTwo() {
		fails(Application.class,
				"The name 'feed' is used twice, by 'netasync.client.feed' and by 'netasync.server.feed'.",
				"Rename one of the two: a client and a server have channels of their own, such as 'feed.inbound'.",
				FEED, "netasync.server.feed.port=0");
	}

	@Test
	void failsStartUpOnABeanOfAnotherTypeWithTheNameOfAChannel() {
		fails(QueueForStatus.class,
				"The bean 'feed.status' is a org.springframework.integration.channel.QueueChannel, but 'netasync.client.feed' needs a PublishSubscribeChannel of this name.",
				"Make the bean 'feed.status' a PublishSubscribeChannel, or rename the bean or 'netasync.client.feed'.",
				FEED);
	}

	@Test
	void failsStartUpOnABeanOfAnotherTypeWithTheNameOfAClient() {
		fails(StringForClient.class,
				"The bean 'feed.client' is a java.lang.String, but 'netasync.client.feed' needs a NetAsyncClient of this name.",
				"Make the bean 'feed.client' a NetAsyncClient, or rename the bean or 'netasync.client.feed'.", FEED);
	}

	private void fails(Class<?> application, String description, String action, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(properties);
		assertThatException().isThrownBy(builder::run);
		assertThat(this.output).contains("APPLICATION FAILED TO START").contains(description).contains(action);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class QueueForStatus {

		@Bean("feed.status")
		QueueChannel status() {
			return new QueueChannel();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class StringForClient {

		@Bean("feed.client")
		String client() {
			return "mine";
		}

	}

}
