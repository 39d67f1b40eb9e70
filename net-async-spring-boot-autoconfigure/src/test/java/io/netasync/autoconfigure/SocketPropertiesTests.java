package io.netasync.autoconfigure;

import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests the properties of sockets: options and event loops.
 *
 * @author net-async
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketPropertiesTests {

	@Test
	void optionsAreThoseOfAllUnderItsOwn() {
		try (ConfigurableApplicationContext context = run("netasync.server.orders.port=0",
				"netasync.options.SO_LINGER=3", "netasync.options.TCP_NODELAY=false",
				"netasync.server.orders.options.tcp-nodelay=true", "netasync.server.orders.listen-options.SO_BACKLOG=7",
				"netasync.server.orders.event-loop.threads=1", "netasync.server.orders.event-loop.transport=nio")) {
			NetAsyncServer orders = context.getBean(NetAsyncServer.class);
			NetAsyncClient feed = context.getBean(NetAsync.class)
				.connect("feed", (client) -> client.addresses("localhost:" + orders.port()));
			Awaitility.await().until(() -> feed.snapshot().connects() == 1 && orders.connections().size() == 1);
			Channel accepted = orders.connections().iterator().next().unwrap(Channel.class).orElseThrow();
			assertThat(accepted).isInstanceOf(NioSocketChannel.class);
			assertThat(accepted.config().getOption(ChannelOption.SO_LINGER)).isEqualTo(3);
			assertThat(accepted.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
			assertThat(accepted.parent().config().getOption(ChannelOption.SO_BACKLOG)).isEqualTo(7);
			Channel connected = feed.unwrap(Channel.class).orElseThrow();
			assertThat(connected.config().getOption(ChannelOption.SO_LINGER)).isEqualTo(3);
			assertThat(connected.config().getOption(ChannelOption.TCP_NODELAY)).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					server.orders.options.TCP_FOO=1 | 'netasync.server.orders.options.TCP_FOO' is no option of | There are
					options.TCP_NODELAY=maybe | 'netasync.options.TCP_NODELAY' is not true or false: 'maybe'. | Set it to true
					server.orders.options.auto-read=true | 'netasync.server.orders.options.AUTO_READ' is set by net-async itself. | Set 'receive-buffer'
					client.feed.options.CONNECT_TIMEOUT_MILLIS=1 | 'netasync.client.feed.options.CONNECT_TIMEOUT_MILLIS' is set by | Set 'connect-timeout' of the client.
					server.orders.listen-options.SO_BACKLOG=many | 'netasync.server.orders.listen-options.SO_BACKLOG' is not a whole number: 'many'. | Set it to a whole number.
					server.orders.event-loop.threads=-1 | 'netasync.server.orders.event-loop.threads' must not be negative. | Set 'netasync.server.orders.event-loop.threads' to a value that is not negative.
					server.orders.event-loop.transport=kqueue | 'netasync.server.orders.event-loop.transport' names sockets that this machine does not have. | Set it to auto.
					""")
	void whatCannotBeFailsStartUp(String property, String description, String action, CapturedOutput output) {
		fails(description, action, output, "netasync." + property);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					transport=nio | options.SO_LINGER=1 | 'netasync.options' needs connections on Netty, but 'netasync.transport' is 'nio'. | Set 'netasync.transport' to 'netty', or leave out 'netasync.options'.
					server.orders.transport=net | server.orders.listen-options.SO_BACKLOG=1 | 'netasync.server.orders.listen-options' needs connections on Netty, but 'netasync.server.orders.transport' is 'net'. | Set 'netasync.server.orders.transport' to 'netty', or leave out 'netasync.server.orders.listen-options'.
					transport=net | server.orders.event-loop.threads=1 | 'netasync.server.orders.event-loop' needs connections on Netty, but 'netasync.transport' is 'net'. | Set 'netasync.transport' to 'netty', or leave out 'netasync.server.orders.event-loop'.
					""")
	void whatStockFactoriesCannotDoFailsStartUp(String transport, String property, String description, String action,
			CapturedOutput output) {
		fails(description, action, output, "netasync." + transport, "netasync." + property);
	}

	private static void fails(String description, String action, CapturedOutput output, String... properties) {
		SpringApplicationBuilder builder = builder("netasync.client.feed.addresses=localhost:1",
				"netasync.server.orders.port=0")
			.properties(properties);
		assertThatException().isThrownBy(builder::run);
		assertThat(output).contains("APPLICATION FAILED TO START").contains(description).contains(action);
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return builder(properties).run();
	}

	private static SpringApplicationBuilder builder(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).properties(properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
