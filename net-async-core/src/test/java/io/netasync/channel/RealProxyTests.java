package io.netasync.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.netasync.Program;
import io.netasync.RequiresPrograms;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.Endpoint;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.ClientProxy;
import io.netasync.transport.ClientProxy.Type;
import io.netasync.transport.TestTls;
import io.netasync.transport.Tls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of clients behind real proxies: tinyproxy for HTTP, microsocks for SOCKS5.
 *
 * @author net-async
 */
@Timeout(60)
@RequiresPrograms({ "tinyproxy", "microsocks" })
class RealProxyTests {

	private static Tls tls;

	private final TestNetAsync net = new TestNetAsync();

	private final int port = TestSpecs.freePort();

	@TempDir
	private Path directory;

	@BeforeAll
	static void makeKeys(@TempDir Path directory) throws Exception {
		tls = TestTls.create(directory.resolve("localhost.p12"), "localhost");
	}

	@AfterEach
	void close() {
		this.net.close();
	}

	private Program start(Type type) throws IOException {
		Path output = this.directory.resolve("output");
		if (type == Type.SOCKS5) {
			return Program.start(this.port, output, "microsocks", "-i", "127.0.0.1", "-p", String.valueOf(this.port),
					"-u", "me", "-P", "secret");
		}
		Path configuration = Files.writeString(this.directory.resolve("tinyproxy.conf"), """
				Listen 127.0.0.1
				Port %d
				Timeout 60
				MaxClients 20
				BasicAuth me secret
				""".formatted(this.port));
		return Program.start(this.port, output, "tinyproxy", "-d", "-c", configuration.toString());
	}

	private NetAsyncClient client(ClientProxy through, Endpoint endpoint, Channels channels) {
		ClientSpec spec = TestSpecs.client(TestSpecs.connection(tls), endpoint);
		return this.net.client(new ClientSpec(spec.name(), spec.endpoints(), spec.connection(), spec.connectTimeout(),
				spec.reconnect(), spec.failover(), spec.closeTimeout(), through), channels);
	}

	@ParameterizedTest
	@EnumSource
	void messagesGoBothWaysOverTlsAndAgainWhenTheProxyHasRestarted(Type type) throws Exception {
		NetAsyncServer server = this.net.echo(TestSpecs.server(TestSpecs.connection(tls), 0, 10));
		Channels channels = TestNetAsync.channels();
		List<String> received = TestSpecs.texts(channels);
		ClientProxy through = new ClientProxy(type, TestSpecs.at(this.port), "me", "secret");
		NetAsyncClient client = client(through, new Endpoint("localhost", server.port()), channels);
		for (String text : List.of("hello", "again")) {
			try (Program proxy = start(type)) {
				assertThat(client.awaitConnected(Duration.ofSeconds(20))).as(proxy.output()).isTrue();
				client.send(new GenericMessage<>(text.getBytes()));
				Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> received.contains(text));
			}
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server.connections().isEmpty());
		}
		assertThat(received).containsExactly("hello", "again");
	}

	@ParameterizedTest
	@EnumSource
	void aWrongPasswordIsAFailedAttempt(Type type) throws Exception {
		NetAsyncServer server = this.net.echo(TestSpecs.server(TestSpecs.connection(tls), 0, 10));
		try (Program proxy = start(type)) {
			NetAsyncClient client = client(new ClientProxy(type, TestSpecs.at(this.port), "me", "s3cr3t"),
					new Endpoint("localhost", server.port()), TestNetAsync.channels());
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> client.snapshot().failures() > 2);
			assertThat(client.snapshot().lastFailure()).as(proxy.output())
				.contains("did not connect to localhost:" + server.port())
				.contains((type == Type.HTTP) ? "status: 401" : "authStatus")
				.doesNotContain("s3cr3t");
		}
	}

}
