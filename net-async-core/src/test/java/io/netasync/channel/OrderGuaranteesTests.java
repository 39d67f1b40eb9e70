package io.netasync.channel;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.netasync.buffer.Overflow;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.ScriptedConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Order" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class OrderGuaranteesTests extends GuaranteesFixture {

	@Test
	void messagesArriveInTheOrderInWhichTheyWereSent() {
		Map<Object, List<Integer>> byConnection = new ConcurrentHashMap<>();
		NetAsyncServer server = server((options) -> options.handler(
				(message) -> byConnection
					.computeIfAbsent(String.valueOf(message.getHeaders().get(IpHeaders.CONNECTION_ID)),
							(id) -> new CopyOnWriteArrayList<>())
					.add(Integer.valueOf(TestSpecs.text(message)))));
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient client = client(proxy.port());
			sendAcrossBreaks(client, proxy, server, 2000);
			client.send("2000");
			await(() -> byConnection.values().stream().anyMatch((numbers) -> numbers.contains(2000)));
		}
		List<Integer> all = byConnection.values()
			.stream()
			.sorted(Comparator.comparing((numbers) -> numbers.get(0)))
			.flatMap(List::stream)
			.toList();
		assertThat(byConnection).hasSizeGreaterThanOrEqualTo(8);
		assertThat(all).isSorted();
	}

	@Test
	void messagesOfOneConnectionAreHandledOneAtATime() {
		AtomicInteger handling = new AtomicInteger();
		List<Integer> atATime = new CopyOnWriteArrayList<>();
		NetAsyncServer server = server((options) -> options.handler((message) -> {
			atATime.add(handling.incrementAndGet());
			Thread.yield();
			handling.decrementAndGet();
		}));
		NetAsyncClient client = client(server.port());
		TestSpecs.numbers(0, 1000).forEach(client::send);
		await(() -> atATime.size() == 1000);
		assertThat(atATime).containsOnly(1);
	}

	@Test
	void conflationPutsTheLatestMessageInThePlaceOfTheOlderOne() {
		NetAsyncClient client = conflating();
		client.send(keyed("a1", "a"));
		client.send(keyed("b1", "b"));
		client.send(keyed("a2", "a"));
		assertArrives(client, "a2", "b1");
	}

	@Test
	void conflationNeverMovesAMessageAcrossOneWithoutAKey() {
		NetAsyncClient client = conflating();
		client.send(keyed("a1", "a"));
		client.send("no key");
		client.send(keyed("a2", "a"));
		assertArrives(client, "a1", "no key", "a2");
	}

	private NetAsyncClient conflating() {
		NetAsyncClient client = client(this.peer.port(),
				(options) -> options.sendBuffer((buffer) -> buffer.overflow(Overflow.CONFLATE))
					.conflationKey((message) -> message.getHeaders().get(NetAsyncHeaders.KEY)));
		client.pause();
		return client;
	}

	private static Message<?> keyed(String payload, String key) {
		return MessageBuilder.withPayload(payload).setHeader(NetAsyncHeaders.KEY, key).build();
	}

	private void assertArrives(NetAsyncClient client, String... payloads) {
		client.resume();
		client.send("end");
		ScriptedConnection connection = accept();
		for (String payload : payloads) {
			assertThat(connection.expectFrame()).asString().isEqualTo(payload);
		}
		assertThat(connection.expectFrame()).asString().isEqualTo("end");
	}

}
