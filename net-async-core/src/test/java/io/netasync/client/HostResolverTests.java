package io.netasync.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.client.ClientRuntime.HostResolver;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.mailbox.Recipient;
import io.netasync.memory.MemoryBudget;
import io.netasync.payload.BytesPayloads;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.request.RequestPolicy;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.ConnectionMessageMapper;
import io.netasync.transport.ConnectionSettings;
import io.netasync.transport.EventLoops;
import io.netasync.transport.EventLoops.Io;
import io.netasync.transport.NettyTransport;
import io.netasync.transport.ProxyProtocol;
import io.netasync.transport.RateLimit;
import io.netasync.transport.RateSetting;
import io.netasync.transport.ReceiveBounds;
import io.netasync.transport.SocketSpec;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.messaging.Message;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a client whose host has several addresses, or not always the same.
 *
 * @author net-async
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class HostResolverTests {

	private static final String ALIVE = "127.0.0.1";

	private static final String DEAD = "127.0.0.2";

	private final EventLoops eventLoops = EventLoops.start(Io.AUTO, 1);

	private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final ScriptedPeer peer = ScriptedPeer.listen();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.peer.close();
		this.control.shutdownNow();
		this.executor.shutdownNow();
		this.eventLoops.close();
	}

	@Test
	void theNextAddressIsTriedWithinTheSameAttempt() throws Exception {
		try (NetAsyncClient client = client(addresses(DEAD, ALIVE))) {
			assertThat(client.awaitConnected(Duration.ofSeconds(5))).isTrue();
			this.peer.accept();
			assertThat(this.asked).containsExactly("feed.example");
			assertThat(client.snapshot().lastFailure()).isNull();
		}
	}

	@Test
	void theHostIsResolvedAnewAtEveryAttempt() {
		List<String> answers = new CopyOnWriteArrayList<>(List.of(DEAD, DEAD, DEAD));
		HostResolver changing = (host) -> {
			this.asked.add(host);
			return List.of(InetAddress.getByName(answers.isEmpty() ? ALIVE : answers.remove(0)));
		};
		try (NetAsyncClient client = client(changing)) {
			ScriptedConnection connection = this.peer.accept();
			assertThat(this.asked).hasSize(4);
			answers.add(DEAD);
			connection.close();
			this.peer.accept();
			assertThat(this.asked).hasSize(6);
			assertThat(client.snapshot().connects()).isGreaterThanOrEqualTo(1);
		}
	}

	@Test
	void aHostThatCanNotBeResolvedIsTriedAgain() throws Exception {
		HostResolver late = (host) -> {
			this.asked.add(host);
			return switch (this.asked.size()) {
				case 1 -> throw new UnknownHostException(host);
				case 2 -> List.of();
				case 3 -> throw new IllegalStateException("no resolver");
				default -> List.of(InetAddress.getByName(ALIVE));
			};
		};
		try (NetAsyncClient client = client(late)) {
			this.peer.accept();
			Awaitility.await().until(() -> client.snapshot().connects() == 1);
			assertThat(this.asked).hasSize(4);
		}
	}

	private HostResolver addresses(String... addresses) {
		return (host) -> {
			this.asked.add(host);
			return List.of(InetAddress.getByName(addresses[0]), InetAddress.getByName(addresses[1]));
		};
	}

	private NetAsyncClient client(HostResolver resolver) {
		LengthHeaderSerializer codec = new LengthHeaderSerializer(1000);
		ConnectionSettings settings = new ConnectionSettings("feed", codec, new BytesPayloads(),
				new ConnectionMessageMapper(Map.of()), new TcpConnectionInterceptorFactoryChain(), (event) -> {
				}, null, this.executor, new ConcurrentTaskScheduler(this.control), false, ReceiveBounds.defaults(),
				MemoryBudget.unlimited(), new RateSetting(RateLimit.NONE), SocketSpec.defaults(), ProxyProtocol.off(),
				null);
		ClientOptions options = new ClientOptions("feed", List.of(new Endpoint("feed.example", this.peer.port())),
				new OutboxOptions(new BytesPayloads(), codec, SendBufferPolicy.defaults(), (message) -> null),
				new ReconnectPolicy(Duration.ofMillis(10), 1, Duration.ofMillis(10), 1, Duration.ofSeconds(1),
						ReconnectPolicy.UNLIMITED),
				FailoverPolicy.defaults(), false, RequestPolicy.defaults(), Duration.ofSeconds(1));
		NetAsyncClient client = NetAsyncClient.create(options,
				new ClientRuntime(this.control, this.executor, System::nanoTime, new Random(),
						AttemptBudget.unlimited(), MemoryBudget.unlimited(), resolver),
				new NettyTransport(this.eventLoops).connector(settings, Duration.ofSeconds(2)), new Deaf());
		client.start();
		return client;
	}

	/**
	 * Takes no interest.
	 */
	private static final class Deaf implements Recipient {

		@Override
		public void received(Message<?> message) {
		}

		@Override
		public void status(ConnectionStatus status, @Nullable String connectionId) {
		}

		@Override
		public void event(NetAsyncEvent event) {
		}

		@Override
		public void failed(@Nullable Message<?> message, Throwable cause) {
		}

	}

}
