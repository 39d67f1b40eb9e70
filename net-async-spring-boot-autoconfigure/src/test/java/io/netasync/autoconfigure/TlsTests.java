package io.netasync.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests TLS over Boot's SSL bundles, with certificates made here.
 *
 * @author net-async
 */
class TlsTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	Path directory;

	@ParameterizedTest
	@EnumSource(names = { "NETTY", "NET" })
	void connectsToTheHostOfTheCertificate(Kind transport) throws Exception {
		try (ConfigurableApplicationContext server = server("localhost", transport);
				ConfigurableApplicationContext client = client(server, transport)) {
			NetAsyncClient feed = client.getBean(NetAsyncClient.class);
			assertThat(feed.awaitConnected(Duration.ofSeconds(10))).isTrue();
			feed.send("over TLS").toCompletableFuture().join().orThrow();
		}
	}

	@Test
	void refusesAnotherHostAndKeepsTrying() throws Exception {
		try (ConfigurableApplicationContext server = server("other.example", Kind.NETTY);
				ConfigurableApplicationContext client = client(server, Kind.NETTY)) {
			NetAsyncClient feed = client.getBean(NetAsyncClient.class);
			Awaitility.await().until(() -> feed.snapshot().failures() >= 3);
			assertThat(feed.state()).isEqualTo(ConnectionState.CONNECTING);
			assertThat(feed.snapshot().connects()).isZero();
			assertThat(feed.snapshot().lastFailure()).contains("localhost");
		}
	}

	@Test
	void refusesAPlainServer() throws Exception {
		makeCertificate("localhost");
		try (ConfigurableApplicationContext server = run("netasync.server.orders.port=0");
				ConfigurableApplicationContext client = client(server, Kind.NETTY)) {
			NetAsyncClient feed = client.getBean(NetAsyncClient.class);
			assertThat(feed.awaitConnected(Duration.ofMillis(500))).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "netasync.client.feed.addresses", "netasync.server.feed.address" })
	void refusesAUnixSocket(String address) throws Exception {
		makeCertificate("localhost");
		String prefix = address.substring(0, address.lastIndexOf('.'));
		assertThatException()
			.isThrownBy(() -> run(
					"spring.ssl.bundle.pem.trusted.truststore.certificate="
							+ this.directory.resolve("cert.pem").toUri(),
					"netasync.ssl.bundle=trusted", address + "=unix:/tmp/never.sock"))
			.withRootCauseInstanceOf(IllegalArgumentException.class)
			.withMessageContaining(
					"The property '%s.ssl.bundle' must be empty for unix:/tmp/never.sock".formatted(prefix));
	}

	private ConfigurableApplicationContext server(String host, Kind transport) throws Exception {
		makeCertificate(host);
		return run("spring.ssl.bundle.pem.own.keystore.certificate=" + this.directory.resolve("cert.pem").toUri(),
				"spring.ssl.bundle.pem.own.keystore.private-key=" + this.directory.resolve("key.pem").toUri(),
				"netasync.server.orders.port=0", "netasync.server.orders.ssl.bundle=own",
				"netasync.transport=" + transport.name().toLowerCase(Locale.ROOT));
	}

	private ConfigurableApplicationContext client(ConfigurableApplicationContext server, Kind transport) {
		return run("spring.ssl.bundle.pem.trusted.truststore.certificate=" + this.directory.resolve("cert.pem").toUri(),
				"netasync.ssl.bundle=trusted", "netasync.client.feed.reconnect.delay=10ms",
				"netasync.client.feed.addresses=localhost:"
						+ server.getEnvironment().getProperty("local.netasync.orders.port"),
				"netasync.transport=" + transport.name().toLowerCase(Locale.ROOT));
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run();
	}

	private void makeCertificate(String host) throws IOException, InterruptedException, GeneralSecurityException {
		Path store = this.directory.resolve("store.p12");
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "own", "-keyalg", "EC", "-dname", "CN=net-async", "-ext", "SAN=dns:" + host,
				"-validity", "2", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD);
		assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		write("cert.pem", "CERTIFICATE", keys.getCertificate("own").getEncoded());
		write("key.pem", "PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded());
	}

	private void write(String file, String type, byte[] content) throws IOException {
		String text = Base64.getMimeEncoder().encodeToString(content);
		Files.writeString(this.directory.resolve(file),
				"-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, text));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
