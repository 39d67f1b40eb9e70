package io.netasync.channel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.netasync.Program;
import io.netasync.RequiresPrograms;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.NetAsyncEvent.ConnectionAccepted;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.transport.ProxyProtocol;
import io.netasync.transport.Subnet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a server behind a real haproxy, which checks its health, too.
 *
 * @author net-async
 */
@Timeout(60)
@RequiresPrograms("haproxy")
class HaproxyTests {

	private static final String CONFIGURATION = """
			defaults
				mode tcp
				timeout connect 5s
				timeout client 30s
				timeout server 30s
			listen orders
				bind 127.0.0.1:%d
				server orders 127.0.0.1:%d %s check inter 200ms
			""";

	private final TestNetAsync net = new TestNetAsync();

	@AfterEach
	void close() {
		this.net.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "send-proxy", "send-proxy-v2" })
	void thePeerIsTheOneInFrontOfHaproxy(String option, @TempDir Path directory) throws Exception {
		ServerSpec spec = TestSpecs.server();
		NetAsyncServer server = this.net.echo(new ServerSpec(spec.name(), spec.address(), 0, spec.connection(),
				ServerLimits.defaults(), spec.drainTimeout(), spec.workerThreads(), spec.socketPermissions(),
				new ProxyProtocol(List.of(Subnet.parse("127.0.0.1")))));
		int port = TestSpecs.freePort();
		Path configuration = Files.writeString(directory.resolve("haproxy.cfg"),
				CONFIGURATION.formatted(port, server.port(), option));
		try (Program haproxy = Program.start(port, directory.resolve("output"), "haproxy", "-db", "-f",
				configuration.toString())) {
			Channels channels = TestNetAsync.channels();
			List<String> received = TestSpecs.texts(channels);
			NetAsyncClient client = this.net.client(TestSpecs.client(ConnectionSpec.defaults(), TestSpecs.at(port)),
					channels);
			assertThat(client.awaitConnected(Duration.ofSeconds(10))).isTrue();
			client.send(new GenericMessage<>("hello".getBytes()));
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> received.equals(List.of("hello")));
			assertThat(server.connections()).extracting((connection) -> connection.endpoint().port())
				.contains(localPort(client));
			assertThat(server.snapshot().rejected()).as(haproxy.output()).isEmpty();
			// those of the health checks
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> this.net.events(ConnectionAccepted.class).size() > 3);
		}
	}

	private static int localPort(NetAsyncClient client) {
		// Spring Integration's ids have it in the third place
		return Integer.parseInt(Objects.requireNonNull(client.snapshot().connectionId()).split(":")[2]);
	}

}
