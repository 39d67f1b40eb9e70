package io.netasync.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.request.Correlation;
import io.netasync.request.RequestFailedException;
import io.netasync.request.RequestFailedException.Reason;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.integration.annotation.IntegrationComponentScan;
import org.springframework.integration.annotation.MessagingGateway;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Requests in an application: gateways, keys, meters, and what the page on them prints.
 *
 * @author net-async
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RequestReplyTests {

	private static final Path PAGE = Path.of("..", "docs", "request-reply.md");

	private static final String IMPORTS = """
			import java.util.concurrent.CompletableFuture;
			import org.springframework.boot.ApplicationRunner;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.context.annotation.Bean;
			import org.springframework.integration.annotation.MessagingGateway;
			import org.springframework.integration.annotation.ServiceActivator;
			import reactor.core.publisher.Mono;
			""";

	@TempDir
	private Path folder;

	@Test
	void thePrintedApplicationDoesWhatItSays(CapturedOutput output) throws Exception {
		String page = Files.readString(PAGE);
		String gateway = page.substring(page.indexOf("## A gateway in front of it"));
		Files.writeString(this.folder.resolve("application.yml"),
				PrintedApplication.block(gateway, "yaml").replace("7000", String.valueOf(TestPorts.free())));
		String source = "package shop;\n" + IMPORTS + PrintedApplication.block(gateway, "java");
		new PrintedApplication(this.folder).run("shop.Shop", source, () -> Awaitility.await()
			.untilAsserted(() -> assertThat(output.toString()).contains("tea 3.50", "coffee 3.50", "cocoa 3.50")));
	}

	@Test
	void gatewayWaitsForTheReplyOrNot() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			Quotes quotes = context.getBean(Quotes.class);
			assertThat(quotes.now("tea")).asString().isEqualTo("TEA");
			assertThat(quotes.later("coffee").get(10, TimeUnit.SECONDS)).asString().isEqualTo("COFFEE");
			assertThat(quotes.whenever("cocoa").block(Duration.ofSeconds(10))).asString().isEqualTo("COCOA");
		}
	}

	@Test
	void gatewayTellsWhyThereIsNoReply() throws Exception {
		try (ConfigurableApplicationContext context = run("netasync.client.feed.request.timeout=100ms")) {
			Quotes quotes = context.getBean(Quotes.class);
			assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> quotes.now("silence"))
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT));
			CompletableFuture<byte[]> later = quotes.later("silence");
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> later.get(10, TimeUnit.SECONDS))
				.havingRootCause()
				.isInstanceOf(RequestFailedException.class);
			assertThatExceptionOfType(MessagingException.class)
				.isThrownBy(() -> quotes.whenever("silence").block(Duration.ofSeconds(10)))
				.havingRootCause()
				.isInstanceOf(RequestFailedException.class);
		}
	}

	@Test
	void serverAsksThePeerThatTheHeaderNames() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			NetAsyncServer server = context.getBean("quotes", NetAsyncServer.class);
			Awaitility.await().until(() -> !server.connections().isEmpty());
			String id = server.connections().iterator().next().id();
			Clients clients = context.getBean(Clients.class);
			assertThat(clients.ask("who?", id)).asString().isEqualTo("me: who?");
			assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> clients.ask("who?", "nobody"))
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.REFUSED));
		}
	}

	@Test
	void keysAreExpressions() throws Exception {
		try (ConfigurableApplicationContext context = run("netasync.client.feed.request.correlation=key",
				"netasync.client.feed.request.request-key=payload.substring(0, 1).toUpperCase()",
				"netasync.client.feed.request.reply-key=new String(payload, 0, 1)")) {
			assertThat(context.getBean(Quotes.class).now("tea")).asString().isEqualTo("TEA");
		}
	}

	@Test
	void clientMadeAtRunTimeIsAskedThroughItsChannel() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			int port = context.getBean("quotes", NetAsyncServer.class).port();
			NetAsync netAsync = context.getBean(NetAsync.class);
			NetAsyncClient client = netAsync.connect("other", (options) -> options.addresses("localhost:" + port)
				.request((request) -> request.correlation(Correlation.SINGLE).timeout(Duration.ofSeconds(5))));
			assertThat(client.request("tea").toCompletableFuture().get(10, TimeUnit.SECONDS).getPayload())
				.isEqualTo("TEA".getBytes(StandardCharsets.US_ASCII));
			assertThat(context.containsBean("other.request")).isTrue();
			netAsync.close("other");
			assertThat(context.containsBean("other.request")).isFalse();
		}
	}

	@Test
	void metersTellWhatBecameOfRequests() throws Exception {
		try (ConfigurableApplicationContext context = run("netasync.client.feed.request.timeout=500ms")) {
			Quotes quotes = context.getBean(Quotes.class);
			quotes.now("tea");
			assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> quotes.now("silence"));
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(outcomes(meters, "replied")).isOne();
			assertThat(outcomes(meters, "timeout")).isOne();
			assertThat(outcomes(meters, "too-many")).isZero();
			assertThat(meters.get("netasync.requests.pending").tag("name", "feed").gauge().value()).isZero();
			assertThat(meters.get("netasync.requests.latency").tag("name", "feed").functionTimer().count()).isOne();
		}
	}

	private static double outcomes(MeterRegistry meters, String outcome) {
		return meters.get("netasync.requests").tag("name", "feed").tag("outcome", outcome).functionCounter().count();
	}

	private static ConfigurableApplicationContext run(String... properties) throws IOException {
		int port = TestPorts.free();
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("netasync.server.quotes.port=" + port, "netasync.server.quotes.address=127.0.0.1",
					"netasync.client.feed.addresses=localhost:" + port)
			.properties(properties)
			.run();
	}

	@MessagingGateway(defaultRequestChannel = "feed.request")
	interface Quotes {

		byte[] now(String product);

		CompletableFuture<byte[]> later(String product);

		Mono<byte[]> whenever(String product);

	}

	@MessagingGateway(defaultRequestChannel = "quotes.request")
	interface Clients {

		byte[] ask(@Payload String question, @Header(IpHeaders.CONNECTION_ID) String connectionId);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@IntegrationComponentScan(basePackageClasses = Quotes.class, useDefaultFilters = false,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = { Quotes.class, Clients.class }))
	static class Application {

		@ServiceActivator(inputChannel = "quotes.inbound", outputChannel = "quotes.outbound")
		@Nullable String quote(byte[] product) {
			String text = new String(product, StandardCharsets.US_ASCII);
			return text.equals("silence") ? null : text.toUpperCase(Locale.ROOT);
		}

		@ServiceActivator(inputChannel = "feed.inbound", outputChannel = "feed.outbound")
		String answer(byte[] question) {
			return "me: " + new String(question, StandardCharsets.US_ASCII);
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
