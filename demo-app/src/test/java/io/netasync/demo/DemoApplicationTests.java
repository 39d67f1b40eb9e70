package io.netasync.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DemoApplication} by what can be done with curl.
 *
 * @author net-async
 */
@Timeout(120)
class DemoApplicationTests {

	private static Demo demo;

	@BeforeAll
	static void start() {
		demo = Demo.start();
	}

	@AfterAll
	static void stop() {
		demo.close();
	}

	@Test
	void messagesFlow() {
		await().until(() -> state().at("/messages/received").asLong() > 20);
		assertThat(state().at("/client/state").asString()).isEqualTo("CONNECTED");
		assertThat(state().at("/client/endpoint").asString()).isEqualTo("A");
		assertThat(state().at("/messages/lost").asLong()).isZero();
	}

	@Test
	void healthAndMetersAreThere() {
		await().until(() -> get("/actuator/health/netasync").at("/components/feed/status").asString().equals("UP"));
		assertThat(get("/actuator/metrics/netasync.reconnects").at("/name").asString())
			.isEqualTo("netasync.reconnects");
	}

	@Test
	void messageOfOnesOwnIsAnswered() {
		JsonNode sent = demo.http().post().uri("/demo/messages").body("hello").retrieve().body(JsonNode.class);
		assertThat(sent.at("/number").asLong()).isPositive();
		await().until(() -> state().at("/events").toString().contains("A answered: hello"));
	}

	@Test
	void slownessComesAndGoes() {
		post("/demo/faults/a/slow");
		await().until(() -> state().at("/client/roundTripMillis").asDouble() > 500);
		assertThat(state().at("/faults/a").toString()).contains("SLOW");
		demo.http().delete().uri("/demo/faults").retrieve().toBodilessEntity();
		await().until(() -> state().at("/client/roundTripMillis").asDouble() < 250);
		assertThat(state().at("/faults/a").size()).isZero();
	}

	@Test
	void theBoardShowsThePricesItHasSubscribedTo() {
		await().until(() -> state().at("/zeromq/prices/0/price").asString().startsWith("0.")
				|| state().at("/zeromq/prices/0/price").asString().startsWith("1."));
		assertThat(state().at("/zeromq/prices/2/subscribed").asBoolean()).isFalse();
		demo.http().put().uri("/demo/topics/USD").retrieve().toBodilessEntity();
		await().until(() -> !state().at("/zeromq/prices/2/price").isNull());
		demo.http().delete().uri("/demo/topics/EUR").retrieve().toBodilessEntity();
		long unheard = state().at("/zeromq/unheard").asLong();
		await().until(() -> state().at("/zeromq/unheard").asLong() > unheard);
		demo.http().put().uri("/demo/topics/EUR").retrieve().toBodilessEntity();
	}

	@Test
	void mistakesAreToldWhatToTypeInstead() {
		assertThatExceptionOfType(HttpClientErrorException.class).isThrownBy(() -> post("/demo/faults/a/burn"))
			.satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST))
			.withMessageContaining("none of kill, freeze, slow, cut");
		assertThatExceptionOfType(HttpClientErrorException.class).isThrownBy(() -> post("/demo/faults/c/kill"))
			.withMessageContaining("only of [a, b]");
	}

	@Test
	void stateIsStreamed() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(demo.address() + "/demo/events")).build();
		HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
		try (Stream<String> lines = response.body()) {
			assertThat(lines.filter((line) -> !line.isEmpty()).limit(3))
				.allSatisfy((line) -> assertThat(line).startsWith("data:{").contains("\"messages\":{\"sent\":"));
		}
	}

	@Test
	void failoverScriptLosesNothing() {
		try (Demo script = Demo.start("--demo.script=failover", "--netasync.client.feed.failover.failback-after=2s")) {
			assertThat(SpringApplication.exit(script.context())).isZero();
		}
	}

	private static JsonNode state() {
		return get("/demo/state");
	}

	private static JsonNode get(String path) {
		return demo.http().get().uri(path).retrieve().body(JsonNode.class);
	}

	private static void post(String path) {
		demo.http().post().uri(path).retrieve().toBodilessEntity();
	}

}
