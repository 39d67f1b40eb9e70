package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.Endpoint;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a client and a server talking over loopback through their channels.
 *
 * @author net-async
 */
class EchoTests {

	@ParameterizedTest
	@EnumSource(Kind.class)
	void messagesGoThereAndBack(Kind kind) {
		echoes(TestSpecs.connection(kind), kind != Kind.NIO);
	}

	@Test
	void messagesGoThereAndBackOnTheEventLoop() {
		echoes(TestSpecs.connection(Kind.NETTY, Dispatch.EVENT_LOOP), true);
	}

	private void echoes(ConnectionSpec connection, boolean ordered) {
		try (TestNetAsync net = new TestNetAsync()) {
			ServerSpec spec = ServerSpec.of("orders", 0);
			NetAsyncServer server = net.echo(new ServerSpec("orders", null, 0, connection, spec.limits(),
					spec.drainTimeout(), spec.workerThreads()));
			Channels channels = TestNetAsync.channels();
			List<Object> statuses = TestNetAsync.collect(channels.status());
			List<String> received = new CopyOnWriteArrayList<>();
			((SubscribableChannel) channels.inbound()).subscribe(
					(message) -> received.add(new String((byte[]) message.getPayload(), StandardCharsets.UTF_8)));
			ClientSpec client = ClientSpec.of("feed", new Endpoint("localhost", server.port()));
			NetAsyncClient feed = net.client(new ClientSpec("feed", client.endpoints(), connection,
					client.connectTimeout(), client.reconnect(), client.failover(), client.closeTimeout()), channels);
			List<String> sent = IntStream.range(0, 5000).mapToObj((i) -> "message " + i).toList();
			sent.forEach((payload) -> channels.outbound().send(new GenericMessage<>(payload)));
			Awaitility.await().until(() -> received.size() == 5000);
			if (ordered) {
				assertThat(received).containsExactlyElementsOf(sent);
			}
			assertThat(feed.snapshot().ledger().sent()).isEqualTo(5000);
			feed.close();
			assertThat(statuses).containsExactly(ConnectionStatus.CONNECTED, ConnectionStatus.DISCONNECTED,
					ConnectionStatus.CLOSED);
		}
	}

}
