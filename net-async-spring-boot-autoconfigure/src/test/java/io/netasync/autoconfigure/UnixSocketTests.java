package io.netasync.autoconfigure;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;

import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.Endpoint;
import io.netasync.server.NetAsyncServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of Unix sockets from properties: what works, and what start-up refuses.
 *
 * @author net-async
 */
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(OutputCaptureExtension.class)
class UnixSocketTests {

	@TempDir
	private Path directory;

	private final CapturedOutput output;

	UnixSocketTests(CapturedOutput output) {
		this.output = output;
	}

	private Path path(String name) {
		return this.directory.resolve(name);
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(NetAsyncAutoConfiguration.class,
				IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));
	}

	@Test
	void connectsThroughAPath() {
		String unix = "unix:" + path("x.sock");
		runner()
			.withPropertyValues("netasync.server.orders.address=" + unix,
					"netasync.server.orders.socket-permissions=rw-rw----", "netasync.client.feed.addresses=" + unix)
			.run((context) -> {
				assertThat(context.getBean(NetAsyncClient.class).awaitConnected(Duration.ofSeconds(10))).isTrue();
				assertThat(context.getEnvironment().getProperty("local.netasync.orders.port")).isNull();
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path("x.sock"))))
					.isEqualTo("rw-rw----");
			});
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void connectsThroughAnId() {
		runner()
			.withPropertyValues("netasync.ipc.socket-root=" + this.directory + "/", "netasync.ipc.appspace=shop.",
					"netasync.server.orders.address=ipc:orders", "netasync.client.feed.addresses=ipc:orders")
			.run((context) -> {
				assertThat(context.getBean(NetAsyncClient.class).awaitConnected(Duration.ofSeconds(10))).isTrue();
				Endpoint orders = Endpoint.unix(path("shop.orders").toString());
				assertThat(context.getBean(NetAsyncServer.class).endpoint()).contains(orders);
				NetAsync netAsync = context.getBean(NetAsync.class);
				assertThat(netAsync.accept("more", (more) -> more.address("ipc:more")).endpoint())
					.contains(Endpoint.unix(path("shop.more").toString()));
				assertThat(netAsync.connect("other", (other) -> other.addresses("ipc:more"))
					.awaitConnected(Duration.ofSeconds(10))).isTrue();
			});
	}

	@ParameterizedTest
	@MethodSource({ "servers", "clients" })
	void failsStartUp(String description, String action, String... properties) {
		fails("The property " + description, action, properties);
	}

	static Stream<Arguments> servers() {
		String orders = "netasync.server.orders.address=unix:/tmp/never.sock";
		return Stream.of(
				refused("'netasync.server.orders.port' is 7000, but 'netasync.server.orders.address' is "
						+ "'unix:/tmp/never.sock', a Unix socket, which has no port.",
						"Leave out 'netasync.server.orders.port', or set 'netasync.server.orders.address' to an "
								+ "address of this machine.",
						orders, "netasync.server.orders.port=7000"),
				refused("'netasync.server.orders.address' is not a Unix socket: 'unix:never.sock' is not an absolute "
						+ "path: write 'unix:/never.sock'.",
						"Set 'netasync.server.orders.address' to a path, such as 'unix:/run/x.sock', or to an id, "
								+ "such as 'ipc:hello'.",
						"netasync.server.orders.address=unix:never.sock"),
				refused("'netasync.server.orders.address' is not a Unix socket: 'ipc:a/b' is an id with a slash",
						"or to an id, such as 'ipc:hello'.", "netasync.server.orders.address=ipc:a/b"),
				refused("'netasync.server.orders.socket-permissions' must be as ls shows them, such as rw------- or "
						+ "rw-rw----.", "Set 'netasync.server.orders.socket-permissions' to a value that is as ls",
						orders, "netasync.server.orders.socket-permissions=0600"),
				refused("'netasync.server.orders.transport' must be netty for unix:/tmp/never.sock.",
						"Set 'netasync.server.orders.transport' to a value that is netty", orders,
						"netasync.transport=net"),
				refused("'netasync.ipc.socket-root' must be an absolute path",
						"Set 'netasync.ipc.socket-root' to a value that is an absolute path", orders,
						"netasync.ipc.socket-root=tmp/"));
	}

	static Stream<Arguments> clients() {
		String feed = "netasync.client.feed.addresses=a.example:1,unix:/tmp/never.sock";
		return Stream.of(
				refused("'netasync.client.feed.transport' must be netty for unix:/tmp/never.sock.",
						"Set 'netasync.client.feed.transport' to a value that is netty", feed,
						"netasync.client.feed.transport=nio"),
				refused("'netasync.client.feed.addresses[1]' is not an address: 'unix:/" + "x".repeat(107)
						+ "' is a path of 108 bytes, and a Unix socket may have ",
						"or to a Unix socket, such as 'unix:/run/x.sock' or 'ipc:hello'.",
						"netasync.client.feed.addresses=a.example:1,unix:/" + "x".repeat(107)));
	}

	private static Arguments refused(String description, String action, String... properties) {
		return Arguments.of(description, action, properties);
	}

	@Test
	void failsStartUpWhereSomebodyListens() throws IOException {
		try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			other.bind(UnixDomainSocketAddress.of(path("x.sock")));
			fails("The net-async server 'orders' could not bind to unix:%s: somebody listens there."
				.formatted(path("x.sock")),
					"Stop the process that listens there ('ss -lxp src %s' shows it), or set 'netasync.server.orders.address' to another path."
						.formatted(path("x.sock")),
					"netasync.server.orders.address=unix:" + path("x.sock"));
			assertThat(path("x.sock")).exists();
		}
	}

	@Test
	void failsStartUpOnAFileThatIsNotASocket() throws IOException {
		Files.createFile(path("x.sock"));
		fails("could not bind to unix:%1$s: %1$s: there is a file that is not a socket.".formatted(path("x.sock")),
				"Let this process make and remove files there, and remove '%s' if nobody needs it, or set 'netasync.server.orders.address' to another path."
					.formatted(path("x.sock")),
				"netasync.server.orders.address=unix:" + path("x.sock"));
		assertThat(path("x.sock")).exists();
	}

	@Test
	void failsStartUpWithoutTheDirectory() {
		fails("could not bind to unix:%s: %s: there is no such directory.".formatted(path("none/x.sock"), path("none")),
				"Make the directory '%s', or set 'netasync.server.orders.address' to another path."
					.formatted(path("none")),
				"netasync.server.orders.address=unix:" + path("none/x.sock"));
	}

	private void fails(String description, String action, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties);
		assertThatException().isThrownBy(builder::run);
		assertThat(this.output).contains("APPLICATION FAILED TO START").contains(description).contains(action);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
