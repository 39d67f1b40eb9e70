package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ClientSpec;
import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.channel.NetAsync;
import io.netasync.channel.NetAsyncResources;
import io.netasync.channel.ServerSpec;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.Endpoint;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.server.SlowConsumer;
import io.netasync.transport.ClientProxy;
import io.netasync.transport.ClientProxy.Type;
import io.netasync.transport.Compression;
import io.netasync.transport.EventLoops;
import io.netasync.transport.ProxyProtocol;
import io.netasync.transport.RateLimit;
import io.netasync.transport.Subnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.javapoet.ClassName;
import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NetAsyncAutoConfiguration}.
 *
 * @author net-async
 */
class NetAsyncAutoConfigurationTests {

	private static final String CLIENT = "netasync.client.feed.addresses=127.0.0.1:1";

	/** Asked for when it is needed: a supplier, which equals only itself. */
	private static final String JSON = "connection.wire.payload.json";

	private static final String SERVER = "netasync.server.orders.port=0";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NetAsyncAutoConfiguration.class, IntegrationAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class, SslAutoConfiguration.class));

	private final Specs specs = new Specs();

	@Test
	void createsNothingButNetAsyncWithoutClientsAndServers() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(NetAsync.class).hasSingleBean(NetAsyncLifecycle.class);
			assertThat(context).doesNotHaveBean(NetAsyncClient.class).doesNotHaveBean(NetAsyncServer.class);
		});
	}

	@Test
	void createsNothingWhenDisabled() {
		this.runner.withPropertyValues(CLIENT, SERVER, "netasync.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(NetAsync.class)
				.doesNotHaveBean(NetAsyncClient.class)
				.doesNotHaveBean(NetAsyncLifecycle.class)
				.doesNotHaveBean("feed.inbound"));
	}

	@Test
	void createsTheBeansOfAClient() {
		this.runner.withPropertyValues(CLIENT).run((context) -> {
			assertThat(context).hasSingleBean(NetAsyncClient.class);
			assertThat(context.getBean("feed.client")).isSameAs(context.getBean("feed"));
			assertChannels(context::getBean, "feed");
			assertThat(context.getBean(NetAsync.class).client("feed")).contains(context.getBean(NetAsyncClient.class));
		});
	}

	@Test
	void createsTheBeansOfAServer() {
		this.runner.withPropertyValues(SERVER).run((context) -> {
			assertThat(context).hasSingleBean(NetAsyncServer.class);
			assertThat(context.getBean("orders.server")).isSameAs(context.getBean("orders"));
			assertChannels(context::getBean, "orders");
			assertThat(context.getBean(NetAsyncServer.class).isListening()).isTrue();
		});
	}

	private static void assertChannels(Function<String, Object> beans, String name) {
		assertThat(beans.apply(name + ".inbound")).isInstanceOf(DirectChannel.class);
		assertThat(beans.apply(name + ".outbound")).isInstanceOf(DirectChannel.class);
		assertThat(beans.apply(name + ".status")).isInstanceOf(PublishSubscribeChannel.class);
		assertThat(beans.apply(name + ".errors")).isInstanceOf(PublishSubscribeChannel.class);
	}

	@Test
	void startsAlthoughThePeerIsUnreachable() {
		this.runner.withPropertyValues("netasync.client.feed.addresses=no-such-host.invalid:7000")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void leavesChannelsToTheApplication() {
		this.runner.withPropertyValues(CLIENT)
			.withBean("feed.inbound", QueueChannel.class, QueueChannel::new)
			.withBean("feed.outbound", DirectChannel.class, DirectChannel::new)
			.withBean("feed.errors", PublishSubscribeChannel.class, PublishSubscribeChannel::new)
			.withBean("feed.status", PublishSubscribeChannel.class, PublishSubscribeChannel::new)
			.run((context) -> {
				assertThat(context).getBean("feed.inbound").isInstanceOf(QueueChannel.class);
				assertThat(context).hasSingleBean(NetAsyncClient.class);
				assertThat(context.getBean("feed.outbound", DirectChannel.class).getSubscriberCount()).isEqualTo(1);
			});
	}

	@Test
	void leavesNetAsyncToTheApplication() {
		this.runner.withUserConfiguration(OwnNetAsync.class)
			.withPropertyValues(CLIENT)
			.run((context) -> assertThat(context).hasSingleBean(NetAsync.class)
				.hasBean("ownNetAsync")
				.hasSingleBean(NetAsyncClient.class));
	}

	@Test
	void injectsByQualifierAndByParameterName() {
		this.runner.withUserConfiguration(Injected.class)
			.withPropertyValues(CLIENT, "netasync.client.quotes.addresses=127.0.0.1:2")
			.run((context) -> assertThat(context.getBean("names")).isEqualTo(List.of("feed", "quotes")));
	}

	@Test
	void givesNoAliasWhereAnotherBeanHasTheName() {
		this.runner.withPropertyValues(CLIENT).withBean("feed", String.class, () -> "mine").run((context) -> {
			assertThat(context.getBean("feed")).isEqualTo("mine");
			assertThat(context.getBean("feed.client")).isInstanceOf(NetAsyncClient.class);
		});
	}

	@Test
	void injectsByQualifierEvenWhereAnotherBeanHasTheName() {
		this.runner.withUserConfiguration(Injected.class)
			.withPropertyValues(CLIENT, "netasync.client.quotes.addresses=127.0.0.1:2")
			.withBean("feed", Integer.class, () -> 1)
			.run((context) -> assertThat(context.getBean("names")).isEqualTo(List.of("feed", "quotes")));
	}

	@Test
	void hasTheDefaultsOfTheCore() {
		run(CLIENT, SERVER);
		assertThat(this.specs.client).usingRecursiveComparison()
			.ignoringFields(JSON)
			.isEqualTo(ClientSpec.of("feed", new Endpoint("127.0.0.1", 1)));
		assertThat(this.specs.server).usingRecursiveComparison()
			.ignoringFields(JSON)
			.isEqualTo(ServerSpec.of("orders", 0));
	}

	@Test
	void mergesWhatAClientSetsOntoTheSharedDefaultsLeafByLeaf() {
		run(CLIENT, SERVER, "netasync.heartbeat.interval=1s", "netasync.heartbeat.timeout=4s",
				"netasync.client.feed.heartbeat.timeout=9s", "netasync.send-buffer.max-messages=7",
				"netasync.client.feed.send-buffer.overflow=fail", "netasync.reconnect.delay=1s",
				"netasync.client.feed.reconnect.max-attempts=3", "netasync.receive-buffer.max-messages=5",
				"netasync.client.feed.status-in-inbound=true", "netasync.client.feed.dispatch=event-loop");
		assertThat(this.specs.client.connection().heartbeat())
			.isEqualTo(new HeartbeatPolicy(Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofSeconds(10)));
		assertThat(this.specs.server.connection().heartbeat())
			.isEqualTo(new HeartbeatPolicy(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(10)));
		assertThat(this.specs.client.connection().sendBuffer())
			.isEqualTo(new SendBufferPolicy(7, 8 * 1024 * 1024, Overflow.FAIL, Duration.ofSeconds(2)));
		assertThat(this.specs.server.connection().sendBuffer().overflow()).isEqualTo(Overflow.BLOCK);
		assertThat(this.specs.client.reconnect()).isEqualTo(
				new ReconnectPolicy(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 1, Duration.ofSeconds(10), 3));
		assertThat(this.specs.client.connection().receiveBuffer())
			.isEqualTo(new ReceiveBufferPolicy(5, 8 * 1024 * 1024, Overflow.BLOCK));
		assertThat(this.specs.client.connection().statusInInbound()).isTrue();
		assertThat(this.specs.server.connection().statusInInbound()).isFalse();
		assertThat(this.specs.client.connection().dispatch()).isEqualTo(Dispatch.EVENT_LOOP);
		assertThat(this.specs.server.connection().dispatch()).isEqualTo(Dispatch.WORKER);
	}

	@Test
	void limitsAServer() {
		run(CLIENT, SERVER, "netasync.server.orders.max-connections-per-address=3",
				"netasync.server.orders.accept-rate=4", "netasync.server.orders.allow=10.0.0.0/8,::1",
				"netasync.server.orders.deny=10.1.0.0/16", "netasync.server.orders.first-frame-timeout=5s",
				"netasync.server.orders.idle-timeout=6s", "netasync.server.orders.max-age=7h",
				"netasync.server.orders.slow-consumer.action=kick", "netasync.rate-limit.messages-in=8",
				"netasync.server.orders.rate-limit.bytes-out=9KB");
		assertThat(this.specs.server.limits()).isEqualTo(ServerLimits.defaults()
			.maxConnectionsPerAddress(3)
			.acceptRate(4)
			.allow(List.of("10.0.0.0/8", "::1"))
			.deny(List.of("10.1.0.0/16"))
			.firstFrameTimeout(Duration.ofSeconds(5))
			.idleTimeout(Duration.ofSeconds(6))
			.maxAge(Duration.ofHours(7))
			.slowConsumer(new SlowConsumer(Duration.ofSeconds(30), SlowConsumer.Action.KICK)));
		assertThat(this.specs.server.connection().rateLimit()).isEqualTo(new RateLimit(8, 0, 0, 9 * 1024));
		assertThat(this.specs.client.connection().rateLimit()).isEqualTo(new RateLimit(8, 0, 0, 0));
	}

	@Test
	void connectsThroughProxiesAndBelievesThem() {
		run(CLIENT, SERVER, "netasync.client.feed.proxy.type=socks5", "netasync.client.feed.proxy.address=proxy:1080",
				"netasync.client.feed.proxy.username=me", "netasync.client.feed.proxy.password=secret",
				"netasync.server.orders.proxy-protocol.trusted=10.0.0.0/8,192.0.2.1");
		assertThat(this.specs.client.proxy())
			.isEqualTo(new ClientProxy(Type.SOCKS5, new Endpoint("proxy", 1080), "me", "secret"));
		assertThat(this.specs.server.proxyProtocol())
			.isEqualTo(new ProxyProtocol(List.of(Subnet.parse("10.0.0.0/8"), Subnet.parse("192.0.2.1"))));
		assertThat(new NetAsyncClientProperties.Proxy(Type.HTTP, "proxy:1080", "me", "secret").toString())
			.doesNotContain("secret");
	}

	@Test
	void compressesAsAllDoOrAsOneSays() {
		run(CLIENT, SERVER, "netasync.compression.type=zlib", "netasync.compression.max-ratio=50",
				"netasync.server.orders.compression.type=snappy");
		assertThat(this.specs.client.connection().sockets().compression())
			.isEqualTo(new Compression(Compression.Type.ZLIB, 50));
		assertThat(this.specs.server.connection().sockets().compression())
			.isEqualTo(new Compression(Compression.Type.SNAPPY, 50));
	}

	@ParameterizedTest
	@EnumSource
	void selectsTheTransport(Kind kind) {
		run(CLIENT, SERVER, "netasync.transport=" + kind.name().toLowerCase(Locale.ROOT));
		assertThat(this.specs.client.connection().transport()).isEqualTo(kind);
	}

	@Test
	void bindsSeveralAddresses() {
		run("netasync.client.feed.addresses=a.invalid:7000,[::1]:7001");
		assertThat(this.specs.client.endpoints()).containsExactly(new Endpoint("a.invalid", 7000),
				new Endpoint("::1", 7001));
	}

	private void run(String... properties) {
		this.runner.withPropertyValues(properties)
			.withBean(NetAsyncClientCustomizer.class, () -> this.specs::client)
			.withBean(NetAsyncServerCustomizer.class, () -> this.specs::server)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void customizesClients() {
		NetAsyncClientCustomizer customizer = (client) -> new ClientSpec(client.name(),
				List.of(new Endpoint("127.0.0.1", 2)), client.connection(), client.connectTimeout(), client.reconnect(),
				client.failover(), client.closeTimeout());
		this.runner.withPropertyValues(CLIENT)
			.withBean("first", NetAsyncClientCustomizer.class, () -> customizer)
			.withBean("second", NetAsyncClientCustomizer.class, () -> this.specs::client)
			.run((context) -> assertThat(this.specs.client.endpoints()).containsExactly(new Endpoint("127.0.0.1", 2)));
	}

	@Test
	void startsThoughBeansAreLazy() {
		this.runner.withPropertyValues(CLIENT, SERVER)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getSourceApplicationContext()
				.getEnvironment()
				.getProperty("local.netasync.orders.port", int.class)).isPositive());
	}

	@Test
	void isProcessedAheadOfTime() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(CLIENT, SERVER).applyTo(context);
		context.register(Configurations
			.getClasses(AutoConfigurations.of(NetAsyncAutoConfiguration.class, IntegrationAutoConfiguration.class,
					TaskSchedulingAutoConfiguration.class, SslAutoConfiguration.class)));
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("io.netasync.autoconfigure", "Aot")), files);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE)).isNotEmpty();
	}

	private static final class Specs {

		private ClientSpec client;

		private ServerSpec server;

		ClientSpec client(ClientSpec spec) {
			this.client = spec;
			return spec;
		}

		ServerSpec server(ServerSpec spec) {
			this.server = spec;
			return spec;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		List<String> names(@Qualifier("feed") NetAsyncClient first, NetAsyncClient quotes) {
			return List.of(first.name(), quotes.name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnNetAsync {

		@Bean
		NetAsync ownNetAsync(ApplicationEventPublisher publisher, TaskScheduler taskScheduler) {
			return new NetAsync(new NetAsyncResources(EventLoops.start(EventLoops.Io.AUTO, 1),
					AttemptBudget.unlimited(), MemoryBudget.unlimited(), publisher, taskScheduler, false));
		}

	}

}
