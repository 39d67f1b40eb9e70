package io.netasync.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;
import tools.jackson.databind.JsonNode;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two servers and a client, each the demo's jar in a container of its own.
 *
 * @author net-async
 */
@Timeout(240)
@RequiresContainers
class FailoverContainersIntegrationTests {

	private static final Log logger = LogFactory.getLog(FailoverContainersIntegrationTests.class);

	private static final int RATE = 20;

	/** As in the demo's configuration: timeout and half an interval. */
	private static final Duration DETECTION = Duration.ofMillis(3500);

	/** To connect to the other server, and for the state to be asked for. */
	private static final Duration RECONNECTION = Duration.ofMillis(1500);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static Network network;

	private static DemoContainer serverA;

	private static DemoContainer serverB;

	private static DemoContainer client;

	@BeforeAll
	static void start() {
		network = DemoContainer.privateNetwork();
		serverA = new DemoContainer(network, "server-a", "--spring.profiles.active=server",
				"--netasync.server.a.port=7001", "--server.address=0.0.0.0");
		serverB = new DemoContainer(network, "server-b", "--spring.profiles.active=server",
				"--netasync.server.b.port=7001", "--server.address=0.0.0.0");
		client = new DemoContainer(network, "client", "--spring.profiles.active=client", "--server.address=0.0.0.0",
				"--netasync.client.feed.failover.failback-after=3s");
		client.withEnv("NETASYNC_CLIENT_FEED_ADDRESSES", "server-a:7001,server-b:7001");
		Startables.deepStart(serverA, serverB, client).join();
	}

	@AfterAll
	static void stop() {
		Stream.of(client, serverA, serverB).forEach(DemoContainer::stop);
		network.close();
	}

	@Test
	void clientGoesToTheOtherServerAndBackAndEveryMessageIsAccountedFor() {
		awaitConnectedTo("A", PATIENCE);
		awaitMoreMessages();
		serverA.pause();
		awaitConnectedTo("B", DETECTION.plus(RECONNECTION));
		awaitMoreMessages();
		serverA.unpause();
		awaitConnectedTo("A", PATIENCE);
		awaitMoreMessages();
		assertThat(missingAtRest()).as("a server that stood still has lost nothing").isZero();
		rate(RATE);
		awaitMoreMessages();
		serverA.disconnect();
		awaitConnectedTo("B", DETECTION.plus(RECONNECTION));
		awaitMoreMessages();
		serverA.reconnect();
		awaitConnectedTo("A", PATIENCE);
		awaitMoreMessages();
		assertThat(missingAtRest()).as("only what the kernel held when the network went can be lost")
			.isBetween(0L, RATE * DETECTION.plusSeconds(1).toSeconds());
	}

	/**
	 * Lets all messages get through and holds the accounts of client and servers against
	 * each other.
	 */
	private static long missingAtRest() {
		rate(0);
		await().atMost(PATIENCE).until(() -> state(client).at("/client/buffered").asLong() == 0);
		awaitAtRest();
		long sent = state(client).at("/messages/sent").asLong();
		List<long[]> runs = Stream.of(serverA, serverB)
			.flatMap(FailoverContainersIntegrationTests::runs)
			.sorted((one, other) -> Long.compare(one[0], other[0]))
			.toList();
		long missing = runs.get(0)[0] - 1;
		for (int i = 0; i < runs.size(); i++) {
			long next = (i + 1 < runs.size()) ? runs.get(i + 1)[0] : sent + 1;
			assertThat(next).as("runs overlap: a duplicate").isGreaterThan(runs.get(i)[1]);
			missing += next - runs.get(i)[1] - 1;
		}
		assertThat(received() + missing).as("received + missing").isEqualTo(sent);
		for (DemoContainer server : List.of(serverA, serverB)) {
			assertThat(state(server).at("/messages/duplicated").asLong()).as("duplicated").isZero();
			assertThat(state(server).at("/messages/outOfOrder").asLong()).as("out of order").isZero();
		}
		logger.info("sent %d, received %d, missing %d".formatted(sent, received(), missing));
		return missing;
	}

	private static void awaitAtRest() {
		AtomicLong before = new AtomicLong(-1);
		await().pollInterval(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> {
			long now = received();
			return now == before.getAndSet(now);
		});
	}

	private static Stream<long[]> runs(DemoContainer server) {
		return StreamSupport.stream(state(server).at("/runs").spliterator(), false)
			.map((run) -> new long[] { run.at("/first").asLong(), run.at("/last").asLong() })
			.filter((run) -> run[1] >= run[0]);
	}

	private static long received() {
		return state(serverA).at("/messages/received").asLong() + state(serverB).at("/messages/received").asLong();
	}

	private static void awaitConnectedTo(String server, Duration limit) {
		long begin = System.nanoTime();
		await().pollInterval(Duration.ofMillis(50)).atMost(limit).until(() -> {
			JsonNode now = state(client).at("/client");
			return now.at("/state").asString().equals("CONNECTED") && now.at("/endpoint").asString().equals(server);
		});
		logger.info("On %s after %d ms".formatted(server, (System.nanoTime() - begin) / 1_000_000));
	}

	private static void awaitMoreMessages() {
		long enough = state(client).at("/messages/received").asLong() + 2 * RATE;
		await().atMost(PATIENCE).until(() -> state(client).at("/messages/received").asLong() >= enough);
	}

	private static void rate(int perSecond) {
		http(client).put().uri("/demo/rate/" + perSecond).retrieve().toBodilessEntity();
	}

	private static JsonNode state(DemoContainer container) {
		return http(container).get().uri("/demo/state").retrieve().body(JsonNode.class);
	}

	private static RestClient http(DemoContainer container) {
		return RestClient.create(container.address());
	}

}
