package io.netasync.channel;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.Direction;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a failback to a peer that sends as much as it can, from one that is never
 * quiet: what comes before the client has changed over is held, and must not pile up.
 *
 * @author net-async
 */
class FailbackFloodTests {

	private static final int COUNT = 10_000;

	private static final int SIZE = 10_000;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

	private final TestNetAsync net = new TestNetAsync();

	private final AtomicInteger flood = new AtomicInteger();

	@AfterEach
	void close() {
		this.ticker.shutdownNow();
		this.net.close();
	}

	@Test
	void holdsTheFloodOffUntilItHasChangedOver() throws Exception {
		try (ScriptedPeer preferred = ScriptedPeer.listen().timeout(TIMEOUT).onConnection(FailbackFloodTests::flood);
				ChaosProxy proxy = ChaosProxy.start(preferred.address()).down()) {
			NetAsyncClient client = client(new Endpoint("localhost", proxy.port()), neverQuiet());
			assertThat(client.awaitConnected(TIMEOUT)).isTrue();
			proxy.up();
			AtomicLong held = new AtomicLong();
			Awaitility.await().atMost(TIMEOUT).until(() -> {
				if (this.flood.get() == 0) {
					held.set(proxy.bytes(Direction.DOWNSTREAM));
				}
				return this.flood.get() == COUNT;
			});
			assertThat(held.get()).as("bytes on their way before the change").isPositive().isLessThan(40_000_000);
		}
	}

	private static void flood(ScriptedConnection connection) {
		for (int i = 0; i < COUNT; i++) {
			connection.sendFrame(new byte[SIZE]);
		}
	}

	private Endpoint neverQuiet() {
		NetAsyncServer other = this.net
			.echo(TestSpecs.server(TestSpecs.connection(SendBufferPolicy.defaults()), 0, 10));
		this.ticker.scheduleAtFixedRate(() -> other.broadcast(new GenericMessage<>("tick")), 0, 50,
				TimeUnit.MILLISECONDS);
		return TestSpecs.at(other.port());
	}

	private NetAsyncClient client(Endpoint preferred, Endpoint other) {
		Channels channels = TestNetAsync.channels();
		((SubscribableChannel) channels.inbound()).subscribe((message) -> {
			if (((byte[]) message.getPayload()).length == SIZE) {
				this.flood.incrementAndGet();
			}
		});
		return this.net.client(TestSpecs.client(TestSpecs.connection(SendBufferPolicy.defaults()), TestSpecs.eager(),
				TestSpecs.failover(Strategy.ORDERED, 200), preferred, other), channels);
	}

}
