package io.netasync.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import com.jayway.jsonpath.JsonPath;
import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.Endpoint;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the Actuator endpoint {@code netasync} over HTTP.
 *
 * @author net-async
 */
class OperationsTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	private void run(String... properties) {
		this.context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.config.name=none",
					"management.endpoints.web.exposure.include=netasync", "netasync.server.orders.port=0",
					"netasync.client.feed.reconnect.delay=10ms", "netasync.client.feed.addresses=127.0.0.1:1")
			.properties(properties)
			.run();
		feed().addresses(List.of(new Endpoint("127.0.0.1", orders().port())));
		Awaitility.await().until(() -> orders().connections().size() == 1 && feed().snapshot().connects() > 0);
	}

	private NetAsyncClient feed() {
		return this.context.getBean(NetAsync.class).client("feed").orElseThrow();
	}

	private NetAsyncServer orders() {
		return this.context.getBean(NetAsync.class).server("orders").orElseThrow();
	}

	@Test
	void listsAllAndShowsOne() throws Exception {
		run();
		String all = get("");
		assertThat(JsonPath.<String>read(all, "$.clients.feed.state")).isEqualTo("CONNECTED");
		assertThat(JsonPath.<String>read(all, "$.servers.orders.state")).isEqualTo("LISTENING");
		assertThat(JsonPath.<Object>read(all, "$.servers.orders.connections")).isNull();
		String feed = get("/feed");
		assertThat(JsonPath.<String>read(feed, "$.addresses[0]")).isEqualTo("127.0.0.1:" + orders().port());
		assertThat(JsonPath.<Integer>read(feed, "$.messages.pending")).isZero();
		String orders = get("/orders");
		assertThat(JsonPath.<Integer>read(orders, "$.connectionCount")).isEqualTo(1);
		assertThat(JsonPath.<String>read(orders, "$.connections[0].id"))
			.isEqualTo(orders().connections().iterator().next().id());
		assertThat(send("GET", "/other", null).statusCode()).isEqualTo(404);
	}

	@Test
	void changesNothingUntilItMay() throws Exception {
		run();
		assertThat(send("POST", "/feed", "{\"operation\":\"pause\"}").statusCode()).isEqualTo(405);
		assertThat(send("DELETE", "/feed", null).statusCode()).isEqualTo(405);
		assertThat(feed().isPaused()).isFalse();
		assertThat(get("")).contains("feed");
	}

	@Test
	void operatesOnAClientWhenItMay() throws Exception {
		run("management.endpoint.netasync.access=unrestricted");
		post("/feed", "{\"operation\":\"pause\"}");
		assertThat(feed().isPaused()).isTrue();
		assertThat(JsonPath.<Boolean>read(get("/feed"), "$.paused")).isTrue();
		post("/feed", "{\"operation\":\"resume\"}");
		Awaitility.await().until(() -> !feed().isPaused());
		long connects = feed().snapshot().connects();
		post("/feed", "{\"operation\":\"reconnect\"}");
		Awaitility.await().until(() -> feed().snapshot().connects() > connects);
		int port = orders().port();
		post("/feed",
				"{\"operation\":\"addresses\",\"addresses\":\"localhost:%d,127.0.0.1:%d\"}".formatted(port, port));
		Awaitility.await()
			.until(() -> feed().addresses().toString().equals("[localhost:%d, 127.0.0.1:%d]".formatted(port, port)));
		HttpResponse<String> wrong = send("POST", "/feed", "{\"operation\":\"drain\"}");
		assertThat(wrong.statusCode()).isEqualTo(400);
		assertThat(send("POST", "/feed", "{\"operation\":\"fly\"}").statusCode()).isEqualTo(400);
		assertThat(send("DELETE", "/feed", null).statusCode()).isEqualTo(204);
		assertThat(this.context.getBean(NetAsync.class).clients()).isEmpty();
	}

	@Test
	void operatesOnAServerWhenItMay() throws Exception {
		run("management.endpoint.netasync.access=unrestricted");
		post("/orders", "{\"operation\":\"pause\"}");
		assertThat(JsonPath.<String>read(get("/orders"), "$.state")).isEqualTo("PAUSED");
		post("/orders", "{\"operation\":\"resume\"}");
		String id = orders().connections().iterator().next().id();
		String path = "/orders/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
		assertThat(send("DELETE", path, null).statusCode()).isEqualTo(204);
		Awaitility.await().until(() -> orders().connection(id).isEmpty());
		post("/orders", "{\"operation\":\"drain\"}");
		assertThat(JsonPath.<String>read(get("/orders"), "$.state")).isEqualTo("STOPPED");
		assertThat(send("DELETE", "/orders", null).statusCode()).isEqualTo(204);
		assertThat(send("GET", "/orders", null).statusCode()).isEqualTo(404);
	}

	private String get(String path) throws Exception {
		HttpResponse<String> response = send("GET", path, null);
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private void post(String path, String body) throws Exception {
		assertThat(send("POST", path, body).statusCode()).isEqualTo(204);
	}

	private HttpResponse<String> send(String method, String path, String body)
			throws IOException, InterruptedException {
		int port = this.context.getEnvironment().getRequiredProperty("local.server.port", int.class);
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d/actuator/netasync%s".formatted(port, path)))
			.timeout(Duration.ofSeconds(30))
			.header("Content-Type", "application/json")
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
			.build();
		return this.http.send(request, BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
