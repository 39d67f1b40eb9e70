package io.netasync.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netasync.autoconfigure.metrics.NetAsyncMetricsAutoConfiguration;
import io.netasync.buffer.Overflow;
import io.netasync.channel.ClientBuilder;
import io.netasync.channel.ClientSpec;
import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.channel.NetAsync;
import io.netasync.channel.ServerSpec;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of clients and servers that are made at run time, within an application.
 *
 * @author net-async
 */
@ExtendWith(OutputCaptureExtension.class)
class RunTimeTests {

	private static final String IMPORTS = """
			import io.netasync.buffer.Overflow;
			import io.netasync.channel.NetAsync;
			import io.netasync.client.NetAsyncClient;
			import io.netasync.server.NetAsyncServer;
			import org.springframework.boot.ApplicationRunner;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.context.annotation.Bean;
			""";

	@TempDir
	private Path folder;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NetAsyncAutoConfiguration.class, IntegrationAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class, SslAutoConfiguration.class));

	private ClientSpec client;

	private ServerSpec server;

	private ApplicationContextRunner noting() {
		return this.runner.withBean(NetAsyncClientCustomizer.class, () -> (spec) -> {
			this.client = spec;
			return spec;
		}).withBean(NetAsyncServerCustomizer.class, () -> (spec) -> {
			this.server = spec;
			return spec;
		});
	}

	@Test
	void startsFromTheSharedDefaultsOfTheProperties() {
		noting()
			.withPropertyValues("netasync.heartbeat.timeout=9s", "netasync.send-buffer.max-messages=7",
					"netasync.reconnect.delay=1s", "netasync.frame.max-size=2KB", "netasync.status-in-inbound=true")
			.run((context) -> {
				NetAsync netAsync = context.getBean(NetAsync.class);
				netAsync.connect("feed",
						(feed) -> feed.addresses("127.0.0.1:1")
							.sendBuffer((buffer) -> buffer.overflow(Overflow.FAIL))
							.frame((frame) -> frame.headerSize(2)));
				netAsync.accept("orders", (orders) -> orders.port(0));
				assertThat(this.client.connection().heartbeat().timeout()).isEqualTo(Duration.ofSeconds(9));
				assertThat(this.client.connection().sendBuffer().maxMessages()).isEqualTo(7);
				assertThat(this.client.connection().sendBuffer().overflow()).isEqualTo(Overflow.FAIL);
				assertThat(this.client.connection().wire().frame().maxSize()).isEqualTo(2048);
				assertThat(this.client.connection().wire().frame().headerSize()).isEqualTo(2);
				assertThat(this.client.reconnect().delay()).isEqualTo(Duration.ofSeconds(1));
				assertThat(this.server.connection().statusInInbound()).isTrue();
				assertThat(this.server.connection().sendBuffer().overflow()).isEqualTo(Overflow.BLOCK);
			});
	}

	@Test
	void buildsWhatThePropertiesWouldHaveMade() {
		noting().run((context) -> {
			context.getBean(NetAsync.class).connect("feed", RunTimeTests::everything);
			ClientSpec built = this.client;
			noting().withPropertyValues("netasync.client.feed.addresses=a.invalid:1,b.invalid:2",
					"netasync.client.feed.connect-timeout=1s", "netasync.client.feed.close-timeout=2s",
					"netasync.client.feed.failover.strategy=random", "netasync.client.feed.failover.failback-after=3s",
					"netasync.client.feed.reconnect.delay=4s", "netasync.client.feed.reconnect.multiplier=3",
					"netasync.client.feed.reconnect.max-delay=5s", "netasync.client.feed.reconnect.jitter=0.5",
					"netasync.client.feed.reconnect.stable-after=6s", "netasync.client.feed.reconnect.max-attempts=7",
					"netasync.client.feed.frame.max-size=8KB", "netasync.client.feed.frame.header-size=2",
					"netasync.client.feed.frame.inclusive=true", "netasync.client.feed.heartbeat.interval=9s",
					"netasync.client.feed.heartbeat.timeout=10s",
					"netasync.client.feed.heartbeat.write-stall-timeout=11s",
					"netasync.client.feed.send-buffer.max-messages=12",
					"netasync.client.feed.send-buffer.max-size=13KB", "netasync.client.feed.send-buffer.overflow=fail",
					"netasync.client.feed.send-buffer.block-timeout=14s",
					"netasync.client.feed.receive-buffer.max-messages=15", "netasync.client.feed.dispatch=event-loop",
					"netasync.client.feed.transport=netty", "netasync.client.feed.status-in-inbound=true")
				.run((other) -> assertThat(this.client).isNotSameAs(built)
					.usingRecursiveComparison()
					// of each context its own
					.ignoringFields("connection.wire.payload.json")
					.isEqualTo(built));
		});
	}

	private static void everything(ClientBuilder feed) {
		feed.addresses("a.invalid:1", "b.invalid:2")
			.connectTimeout(Duration.ofSeconds(1))
			.closeTimeout(Duration.ofSeconds(2))
			.failover((failover) -> failover.strategy(Strategy.RANDOM).failbackAfter(Duration.ofSeconds(3)))
			.reconnect((reconnect) -> reconnect.delay(Duration.ofSeconds(4))
				.multiplier(3)
				.maxDelay(Duration.ofSeconds(5))
				.jitter(0.5)
				.stableAfter(Duration.ofSeconds(6))
				.maxAttempts(7))
			.frame((frame) -> frame.format(Format.LENGTH_HEADER)
				.maxSize(DataSize.ofKilobytes(8))
				.headerSize(2)
				.inclusive(true))
			.heartbeat((heartbeat) -> heartbeat.interval(Duration.ofSeconds(9))
				.timeout(Duration.ofSeconds(10))
				.writeStallTimeout(Duration.ofSeconds(11)))
			.sendBuffer((buffer) -> buffer.maxMessages(12)
				.maxSize(DataSize.ofKilobytes(13))
				.overflow(Overflow.FAIL)
				.blockTimeout(Duration.ofSeconds(14)))
			.receiveBuffer((buffer) -> buffer.maxMessages(15))
			.dispatch(Dispatch.EVENT_LOOP)
			.transport(Kind.NETTY)
			.statusInInbound(true);
	}

	@Test
	void channelsAreBeansWhileTheClientLives() {
		this.runner.run((context) -> {
			NetAsync netAsync = context.getBean(NetAsync.class);
			NetAsyncClient feed = netAsync.connect("feed", (builder) -> builder.addresses("127.0.0.1:1"));
			assertThat(context.getBean("feed.outbound", MessageChannel.class).send(new GenericMessage<>("hello")))
				.isTrue();
			assertThat(netAsync.channels("feed").orElseThrow().inbound())
				.isSameAs(context.getBean("feed.inbound", DirectChannel.class));
			assertThat(context).hasBean("feed.status").hasBean("feed.errors");
			feed.close();
			for (String channel : List.of("inbound", "outbound", "status", "errors")) {
				assertThat(context).doesNotHaveBean("feed." + channel);
			}
			assertThat(context.getBeansOfType(DirectChannel.class)).doesNotContainKey("feed.inbound");
			netAsync.connect("feed", (builder) -> builder.addresses("127.0.0.1:1"));
			assertThat(context).hasBean("feed.inbound");
		});
	}

	@Test
	void usesTheChannelsThatTheApplicationHasAndLeavesThem() {
		this.runner.withBean(Handler.class, Handler::new)
			.withBean("orders.inbound", DirectChannel.class, DirectChannel::new)
			.run((context) -> {
				NetAsync netAsync = context.getBean(NetAsync.class);
				for (int i = 0; i < 2; i++) {
					NetAsyncServer orders = netAsync.accept("orders", (builder) -> builder.port(0));
					netAsync.connect("feed", (builder) -> builder.addresses("127.0.0.1:" + orders.port()));
					context.getBean("feed.outbound", MessageChannel.class).send(new GenericMessage<>("hello"));
					assertThat(context.getBean(Handler.class).received.poll(10, TimeUnit.SECONDS)).isNotNull();
					assertThat(netAsync.close("feed") && netAsync.close("orders")).isTrue();
					assertThat(context).hasBean("orders.inbound").doesNotHaveBean("orders.outbound");
				}
			});
	}

	@Test
	void closesWhatThePropertiesMadeAndTakesItsPlace() {
		this.runner.withPropertyValues("netasync.client.feed.addresses=127.0.0.1:1").run((context) -> {
			NetAsync netAsync = context.getBean(NetAsync.class);
			assertThatIllegalStateException()
				.isThrownBy(() -> netAsync.connect("feed", (feed) -> feed.addresses("127.0.0.1:2")));
			context.getBean(NetAsyncClient.class).close();
			assertThat(netAsync.clients()).isEmpty();
			NetAsyncClient next = netAsync.connect("feed", (feed) -> feed.addresses("127.0.0.1:2"));
			context.getBean("feed.outbound", MessageChannel.class).send(new GenericMessage<>("hello"));
			assertThat(next.snapshot().ledger().accepted()).isEqualTo(1);
		});
	}

	@Test
	void closesAllWithTheApplication() {
		this.runner.run((context) -> {
			NetAsync netAsync = context.getBean(NetAsync.class);
			NetAsyncServer orders = netAsync.accept("orders", (builder) -> builder.port(0));
			NetAsyncClient feed = netAsync.connect("feed",
					(builder) -> builder.addresses("127.0.0.1:" + orders.port()));
			context.getBean(NetAsyncLifecycle.class).stop();
			assertThat(orders.isListening()).isFalse();
			assertThat(feed.state()).isEqualTo(ConnectionState.CLOSED);
			assertThat(netAsync.clients()).isEmpty();
		});
	}

	@Test
	void saysWhichBundlesThereAre() {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(NetAsync.class)
				.connect("feed", (feed) -> feed.addresses("127.0.0.1:1").ssl((ssl) -> ssl.bundle("own"))))
			.withMessageContaining("spring.ssl.bundle.pem.own"));
	}

	@Test
	void aThousandOfThemLeaveNothing() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withConfiguration(
					AutoConfigurations.of(NetAsyncMetricsAutoConfiguration.class, MetricsAutoConfiguration.class))
			.run((context) -> {
				NetAsync netAsync = context.getBean(NetAsync.class);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				cycles(netAsync, 50);
				int beans = context.getSourceApplicationContext().getBeanFactory().getSingletonCount();
				int meters = registry.getMeters().size();
				long heap = usedHeap();
				cycles(netAsync, 1000);
				assertThat(context.getSourceApplicationContext().getBeanFactory().getSingletonCount()).isEqualTo(beans);
				assertThat(registry.getMeters()).hasSize(meters);
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> usedHeap() < heap + (2 << 20));
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> Thread.getAllStackTraces()
						.keySet()
						.stream()
						.noneMatch((thread) -> thread.getName().matches("netasync-(client|server)-.*")));
			});
	}

	private static void cycles(NetAsync netAsync, int count) {
		for (int i = 0; i < count; i++) {
			NetAsyncServer orders = netAsync.accept("orders-" + i, (builder) -> builder.port(0));
			netAsync.connect("feed-" + i, (builder) -> builder.addresses("127.0.0.1:" + orders.port()));
			netAsync.close("feed-" + i);
			netAsync.close("orders-" + i);
		}
	}

	private static long usedHeap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@Test
	void theDocumentationDoesWhatItSays(CapturedOutput output) throws Exception {
		String document = Files.readString(Path.of("..", "docs", "configuration.md"));
		String source = "package exchange;\n" + IMPORTS + PrintedApplication.block(document, "java");
		new PrintedApplication(this.folder).run("exchange.Exchange", source,
				() -> Awaitility.await().until(output::toString, (text) -> text.contains("got a quote")));
	}

	static class Handler {

		final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

		@ServiceActivator(inputChannel = "orders.inbound")
		void order(byte[] payload) {
			this.received.add(payload);
		}

	}

}
