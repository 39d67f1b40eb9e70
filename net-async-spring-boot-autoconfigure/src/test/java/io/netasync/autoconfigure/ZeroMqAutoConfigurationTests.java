package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.InboundQueueChannel;
import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.ZeroMqSpec;
import io.netasync.zeromq.ZeroMqSpec.Requests;
import io.netasync.zeromq.engine.SocketCustomizer;
import io.netasync.zeromq.engine.SocketSecurity;
import io.netasync.zeromq.engine.SocketSecurity.Mechanism;
import io.netasync.zeromq.engine.SocketSettings;
import io.netasync.zeromq.engine.SocketSettings.Heartbeat;
import io.netasync.zeromq.engine.SocketSettings.Reconnect;
import io.netasync.zeromq.message.ZeroMqType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.annotation.Order;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link ZeroMqAutoConfiguration}.
 *
 * @author net-async
 */
@Timeout(60)
class ZeroMqAutoConfigurationTests {

	private static final String[] PRICES = { "netasync.zeromq.socket.prices.type=sub",
			"netasync.zeromq.socket.prices.connect=tcp://127.0.0.1:1" };

	private static final String[] JOBS = { "netasync.zeromq.socket.jobs.type=pull",
			"netasync.zeromq.socket.jobs.bind=tcp://127.0.0.1:0" };

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZeroMqAutoConfiguration.class, NetAsyncAutoConfiguration.class,
				IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));

	private ZeroMqSpec spec;

	@Test
	void createsNoSocketWithoutProperties() {
		this.runner
			.run((context) -> assertThat(context).hasSingleBean(ZeroMq.class).doesNotHaveBean(ZeroMqSocket.class));
	}

	@Test
	void createsNothingWhenDisabled() {
		this.runner.withPropertyValues(PRICES)
			.withPropertyValues("netasync.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ZeroMq.class)
				.doesNotHaveBean("prices.inbound"));
	}

	@Test
	void createsTheBeansOfASocket() {
		this.runner.withPropertyValues(PRICES).run((context) -> {
			ZeroMqSocket prices = context.getBean(ZeroMqSocket.class);
			assertThat(context.getBean("prices.zeromq")).isSameAs(context.getBean("prices")).isSameAs(prices);
			assertThat(context.getBean("prices.inbound")).isInstanceOf(DirectChannel.class);
			assertThat(context.getBean("prices.outbound")).isInstanceOf(DirectChannel.class);
			assertThat(context.getBean("prices.request")).isInstanceOf(DirectChannel.class);
			assertThat(context.getBean("prices.status")).isInstanceOf(PublishSubscribeChannel.class);
			assertThat(context.getBean("prices.errors")).isInstanceOf(PublishSubscribeChannel.class);
			assertThat(context.getBean(ZeroMq.class).find("prices")).contains(prices);
			assertThat(prices.snapshot().open()).isTrue();
		});
	}

	@Test
	void makesTheInboundChannelOneToReceiveFrom() {
		this.runner.withPropertyValues(PRICES)
			.withPropertyValues("netasync.zeromq.socket.prices.inbound-channel=queue")
			.run((context) -> assertThat(context.getBean("prices.inbound")).isInstanceOf(InboundQueueChannel.class));
	}

	@Test
	void leavesChannelsToTheApplication() {
		this.runner.withPropertyValues(PRICES)
			.withBean("prices.inbound", QueueChannel.class, QueueChannel::new)
			.withBean("prices.outbound", DirectChannel.class, DirectChannel::new)
			.run((context) -> {
				assertThat(context).getBean("prices.inbound").isInstanceOf(QueueChannel.class);
				assertThat(context.getBean("prices.outbound", DirectChannel.class).getSubscriberCount()).isEqualTo(1);
			});
	}

	@Test
	void leavesZeroMqToTheApplication() {
		this.runner.withUserConfiguration(OwnZeroMq.class)
			.withPropertyValues(PRICES)
			.run((context) -> assertThat(context).hasSingleBean(ZeroMq.class)
				.hasBean("ownZeroMq")
				.hasSingleBean(ZeroMqSocket.class));
	}

	@Test
	void injectsByQualifierAndByParameterName() {
		this.runner.withUserConfiguration(Injected.class)
			.withPropertyValues(PRICES)
			.withPropertyValues(JOBS)
			.withBean("prices", Integer.class, () -> 1)
			.run((context) -> assertThat(context.getBean("names")).isEqualTo(List.of("prices", "jobs")));
	}

	@Test
	void saysWhichDependencyIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader("io.netasync.zeromq", "org.zeromq"))
			.withPropertyValues(PRICES)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(NetAsyncConfigurationException.class, (failure) -> {
					assertThat(failure).hasMessage("The properties of 'netasync.zeromq.socket.prices' are set, but "
							+ "net-async's module for ZeroMQ is missing.");
					assertThat(failure.action()).isEqualTo(
							"Add the dependency 'io.netasync:net-async-zeromq', or remove 'netasync.zeromq.socket'.");
				}));
	}

	@Test
	void isAbsentWithoutTheModule() {
		this.runner.withClassLoader(new FilteredClassLoader("io.netasync.zeromq", "org.zeromq"))
			.withPropertyValues("netasync.client.feed.addresses=127.0.0.1:1")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(NetAsyncClient.class)
				.doesNotHaveBean(ZeroMqAutoConfiguration.class));
	}

	@Test
	void isAbsentWithoutNetAsync() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZeroMqAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZeroMq.class));
	}

	@Test
	void hasTheDefaultsOfTheModule() {
		assertThat(spec("netasync.zeromq.socket.prices.type=sub")).usingRecursiveComparison()
			.ignoringFields("customizer", "conflationKey")
			.isEqualTo(ZeroMqSpec.of("prices", ZeroMqType.SUB));
	}

	@Test
	void takesTheSharedDefaults() {
		ZeroMqSpec spec = spec("netasync.zeromq.socket.prices.type=req", "netasync.heartbeat.interval=1s",
				"netasync.heartbeat.timeout=2s", "netasync.reconnect.delay=3s", "netasync.reconnect.max-delay=4s",
				"netasync.frame.max-size=5KB", "netasync.send-buffer.overflow=fail",
				"netasync.receive-buffer.max-messages=6", "netasync.request.timeout=7s",
				"netasync.request.max-pending=8", "netasync.request.max-retries=9", "netasync.inbound-channel=queue",
				"netasync.status-in-inbound=true");
		assertThat(spec.settings().heartbeat())
			.isEqualTo(new Heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ZERO));
		assertThat(spec.settings().reconnect()).isEqualTo(new Reconnect(Duration.ofSeconds(3), Duration.ofSeconds(4)));
		assertThat(spec.settings().maxSize()).isEqualTo(5 * 1024);
		assertThat(spec.sendBuffer())
			.isEqualTo(new SendBufferPolicy(1000, 8 * 1024 * 1024, Overflow.FAIL, Duration.ofSeconds(2)));
		assertThat(spec.receiveBuffer()).isEqualTo(new ReceiveBufferPolicy(6, 8 * 1024 * 1024, Overflow.BLOCK));
		assertThat(spec.requests()).isEqualTo(new Requests(Duration.ofSeconds(7), 8, Duration.ofMillis(2500), 9));
		assertThat(spec.inboundChannel()).isEqualTo(Inbound.QUEUE);
		assertThat(spec.statusInInbound()).isTrue();
	}

	@Test
	void mergesWhatASocketSetsOntoThem() {
		ZeroMqSpec spec = spec("netasync.zeromq.socket.prices.type=req", "netasync.heartbeat.interval=1s",
				"netasync.zeromq.socket.prices.heartbeat.timeout=9s", "netasync.zeromq.socket.prices.heartbeat.ttl=8s",
				"netasync.zeromq.socket.prices.reconnect.max-delay=1m", "netasync.send-buffer.max-messages=7",
				"netasync.zeromq.socket.prices.send-buffer.overflow=drop-oldest",
				"netasync.zeromq.socket.prices.receive-buffer.max-size=1KB",
				"netasync.zeromq.socket.prices.request.retry-after=1s", "netasync.request.max-retries=9",
				"netasync.zeromq.socket.prices.inbound-channel=queue",
				"netasync.zeromq.socket.prices.status-in-inbound=true");
		assertThat(spec.settings().heartbeat())
			.isEqualTo(new Heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofSeconds(8)));
		assertThat(spec.settings().reconnect()).isEqualTo(new Reconnect(Duration.ofMillis(100), Duration.ofMinutes(1)));
		assertThat(spec.sendBuffer())
			.isEqualTo(new SendBufferPolicy(7, 8 * 1024 * 1024, Overflow.DROP_OLDEST, Duration.ofSeconds(2)));
		assertThat(spec.receiveBuffer()).isEqualTo(new ReceiveBufferPolicy(1000, 1024, Overflow.BLOCK));
		assertThat(spec.requests()).isEqualTo(new Requests(Duration.ofSeconds(10), 1024, Duration.ofSeconds(1), 9));
		assertThat(spec.inboundChannel()).isEqualTo(Inbound.QUEUE);
		assertThat(spec.statusInInbound()).isTrue();
	}

	@Test
	void bindsWhatASocketHasAlone() {
		ZeroMqSpec spec = spec("netasync.zeromq.socket.prices.type=sub", "netasync.zeromq.socket.prices.context=fast",
				"netasync.zeromq.socket.prices.bind=tcp://127.0.0.1:*,inproc://prices",
				"netasync.zeromq.socket.prices.connect=tcp://127.0.0.1:1,tcp://127.0.0.1:2",
				"netasync.zeromq.socket.prices.topics=EUR,USD", "netasync.zeromq.socket.prices.identity=me",
				"netasync.zeromq.socket.prices.send-hwm=3", "netasync.zeromq.socket.prices.receive-hwm=4",
				"netasync.zeromq.socket.prices.max-size=5KB", "netasync.zeromq.socket.prices.linger=6s",
				"netasync.zeromq.socket.prices.immediate=false", "netasync.zeromq.socket.prices.options.tos=7",
				"netasync.zeromq.socket.prices.worker-threads=8", "netasync.zeromq.socket.prices.heartbeat.interval=0");
		assertThat(spec.context()).isEqualTo("fast");
		assertThat(spec.workerThreads()).isEqualTo(8);
		assertThat(spec.settings())
			.isEqualTo(new SocketSettings(ZeroMqType.SUB, List.of("tcp://127.0.0.1:*", "inproc://prices"),
					List.of("tcp://127.0.0.1:1", "tcp://127.0.0.1:2"), List.of("EUR", "USD"), "me", 3, 4, 5 * 1024,
					Duration.ofSeconds(6), new Heartbeat(Duration.ZERO, Duration.ofSeconds(15), Duration.ZERO),
					Reconnect.defaults(), false, false, false, false, SocketSecurity.none(), Map.of("tos", "7")));
	}

	@Test
	void bindsWhatOnlySomeTypesHave() {
		assertThat(spec("netasync.zeromq.socket.prices.type=rep", "netasync.zeromq.socket.prices.lock-step=true")
			.settings()
			.lockStep()).isTrue();
		assertThat(spec("netasync.zeromq.socket.prices.type=pub", "netasync.zeromq.socket.prices.last-value-cache=true")
			.settings()
			.lastValueCache()).isTrue();
		assertThat(
				spec("netasync.zeromq.socket.prices.type=rep", "netasync.zeromq.socket.prices.worker=true").settings()
					.worker())
			.isTrue();
		assertThat(spec("netasync.zeromq.socket.prices.type=sub", "netasync.zeromq.socket.prices.topics=").settings()
			.topics()).isEmpty();
	}

	@Test
	void bindsPasswords() {
		assertThat(
				spec("netasync.zeromq.socket.prices.type=sub", "netasync.zeromq.socket.prices.security.mechanism=plain",
						"netasync.zeromq.socket.prices.security.username=me",
						"netasync.zeromq.socket.prices.security.password=s3cr3t")
					.settings()
					.security())
			.isEqualTo(
					new SocketSecurity(Mechanism.PLAIN, false, "me", "s3cr3t", Map.of(), null, null, null, List.of()));
		assertThat(
				spec("netasync.zeromq.socket.prices.type=sub", "netasync.zeromq.socket.prices.security.mechanism=plain",
						"netasync.zeromq.socket.prices.security.server=true",
						"netasync.zeromq.socket.prices.security.users.you=s3cr3t")
					.settings()
					.security()
					.users())
			.isEqualTo(Map.of("you", "s3cr3t"));
	}

	@Test
	void bindsKeys() {
		String[] keys = { "1".repeat(40), "2".repeat(40), "3".repeat(40), "4".repeat(40) };
		assertThat(
				spec("netasync.zeromq.socket.prices.type=sub", "netasync.zeromq.socket.prices.security.mechanism=curve",
						"netasync.zeromq.socket.prices.security.public-key=" + keys[0],
						"netasync.zeromq.socket.prices.security.secret-key=" + keys[1],
						"netasync.zeromq.socket.prices.security.server-key=" + keys[2],
						"netasync.zeromq.socket.prices.security.client-keys=" + keys[3])
					.settings()
					.security())
			.isEqualTo(new SocketSecurity(Mechanism.CURVE, false, null, null, Map.of(), keys[0], keys[1], keys[2],
					List.of(keys[3])));
	}

	@Test
	void showsNoSecrets() {
		ZeroMqSocketProperties.Security security = new ZeroMqSocketProperties.Security(Mechanism.PLAIN, true, "me",
				"s3cr3t", Map.of("you", "s3cr3t"), "s3cr3t", "s3cr3t", "s3cr3t", List.of("s3cr3t"));
		assertThat(security.toString()).isEqualTo("Security[mechanism=PLAIN, server=true]");
	}

	private ZeroMqSpec spec(String... properties) {
		this.runner.withPropertyValues(properties).withBean(ZeroMqSpecCustomizer.class, () -> (socket) -> {
			this.spec = socket;
			return ZeroMqSpec.of(socket.name(), socket.settings().type());
		}).run((context) -> assertThat(context).hasNotFailed());
		return this.spec;
	}

	@Test
	void customizesSpecificationsInOrder() {
		this.runner.withPropertyValues(PRICES).withUserConfiguration(Customizers.class).run((context) -> {
			assertThat(context.getBean(ZeroMqSocket.class).snapshot().connected()).containsExactly("tcp://127.0.0.1:2",
					"tcp://127.0.0.1:3");
			ZeroMqSocket more = context.getBean(ZeroMq.class).open("more", ZeroMqType.SUB, (socket) -> {
			});
			assertThat(more.snapshot().connected()).containsExactly("tcp://127.0.0.1:2", "tcp://127.0.0.1:3");
		});
	}

	@Test
	void customizesSocketsInOrder() {
		this.runner.withPropertyValues(PRICES).withUserConfiguration(Customizers.class).run((context) -> {
			List<String> customized = context.getBean(Customizers.class).customized;
			assertThat(customized).containsExactly("first prices", "second prices");
			context.getBean(ZeroMq.class)
				.open("more", ZeroMqType.SUB,
						(builder) -> builder.customizer((name, socket) -> customized.add("own " + name)));
			assertThat(customized).endsWith("first more", "second more", "own more");
		});
	}

	@Test
	void customizesTheSocketsOfBrokers() {
		this.runner
			.withPropertyValues("netasync.zeromq.proxy.hub.type=xsub-xpub",
					"netasync.zeromq.proxy.hub.frontend.bind=inproc://in",
					"netasync.zeromq.proxy.hub.backend.bind=inproc://out")
			.withUserConfiguration(Customizers.class)
			.run((context) -> assertThat(context.getBean(Customizers.class).customized).containsExactly(
					"first hub.frontend", "second hub.frontend", "first hub.backend", "second hub.backend"));
	}

	@Test
	void publishesThePort() {
		this.runner.withPropertyValues(JOBS)
			.withPropertyValues("netasync.zeromq.socket.local.type=pull",
					"netasync.zeromq.socket.local.bind=inproc://local")
			.run((context) -> {
				String bound = context.getBean("jobs", ZeroMqSocket.class).snapshot().bound().get(0);
				assertThat(bound).isEqualTo("tcp://127.0.0.1:" + port(context, "jobs"));
				assertThat(port(context, "jobs")).isPositive();
				assertThat(port(context, "local")).isNull();
			});
	}

	private static Integer port(AssertableApplicationContext context, String name) {
		return context.getEnvironment().getProperty("local.netasync." + name + ".port", Integer.class);
	}

	@Test
	void hasContextsWithTheirSettings() {
		this.runner.withPropertyValues(PRICES)
			.withPropertyValues("netasync.zeromq.context.small.max-sockets=1",
					"netasync.zeromq.context.small.io-threads=2")
			.run((context) -> {
				ZeroMq zeroMq = context.getBean(ZeroMq.class);
				zeroMq.open("one", ZeroMqType.PAIR, (socket) -> socket.context("small").bind("inproc://a"));
				assertThatException().isThrownBy(() -> zeroMq.open("two", ZeroMqType.PAIR,
						(socket) -> socket.context("small").bind("inproc://b")));
				assertThat(zeroMq.sockets()).hasSize(2);
				zeroMq.open("three", ZeroMqType.PAIR, (socket) -> socket.bind("inproc://a"));
			});
	}

	@Test
	void opensAtRunTimeWithTheSharedDefaultsAndChannelsThatAreBeans() {
		this.runner.withPropertyValues("netasync.payload=string", "netasync.inbound-channel=queue").run((context) -> {
			ZeroMq zeroMq = context.getBean(ZeroMq.class);
			ZeroMqSocket left = zeroMq.open("left", ZeroMqType.PAIR, (socket) -> socket.bind("inproc://pair"));
			ZeroMqSocket right = zeroMq.open("right", ZeroMqType.PAIR, (socket) -> socket.connect("inproc://pair"));
			right.send("hello");
			assertThat(context.getBean("left.inbound", InboundQueueChannel.class).receive(10_000).getPayload())
				.isEqualTo("hello");
			left.close();
			assertThat(context).doesNotHaveBean("left.inbound").hasBean("right.inbound");
			context.getBean(NetAsync.class).close("right");
			assertThat(zeroMq.sockets()).isEmpty();
		});
	}

	@Test
	void closesAllWithTheApplicationWithoutWaitingForPeers() {
		this.runner.withPropertyValues(PRICES).withPropertyValues(JOBS).run((context) -> {
			ZeroMqSocket push = context.getBean(ZeroMq.class)
				.open("push", ZeroMqType.PUSH, (socket) -> socket.connect("tcp://127.0.0.1:1").immediate(false));
			push.send("to nobody").toCompletableFuture().get(10, TimeUnit.SECONDS);
			long start = System.nanoTime();
			context.getBean(NetAsyncLifecycle.class).stop();
			assertThat(context.getBean(ZeroMq.class).sockets()).isEmpty();
			assertThat(push.snapshot().open()).isFalse();
			context.getSourceApplicationContext().close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		});
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.equals("netasync-zeromq-default"));
	}

	@Test
	void startsThoughBeansAreLazy() {
		this.runner.withPropertyValues(JOBS)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getSourceApplicationContext()
				.getEnvironment()
				.getProperty("local.netasync.jobs.port", int.class)).isPositive());
	}

	@Test
	void leavesAloneWhatTheApplicationHasOpened() {
		this.runner.withUserConfiguration(OwnSocket.class)
			.run((context) -> assertThat(context.getBean(ZeroMqSocket.class).snapshot().bound()).hasSize(1));
	}

	@Test
	void isProcessedAheadOfTime() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(PRICES).and(JOBS).applyTo(context);
		context.register(Configurations
			.getClasses(AutoConfigurations.of(ZeroMqAutoConfiguration.class, NetAsyncAutoConfiguration.class,
					IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class)));
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("io.netasync.autoconfigure", "Aot")), files);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE)).isNotEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		List<String> names(@Qualifier("prices") ZeroMqSocket first, ZeroMqSocket jobs) {
			return List.of(first.name(), jobs.name());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnZeroMq {

		@Bean
		ZeroMq ownZeroMq(NetAsync netAsync) {
			return new ZeroMq(netAsync);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSocket {

		@Bean
		ZeroMqSocket own(ZeroMq zeroMq) {
			return zeroMq.open("own", ZeroMqType.PULL, (socket) -> socket.bind("tcp://127.0.0.1:*"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		final List<String> customized = new ArrayList<>();

		@Bean
		@Order(2)
		SocketCustomizer second() {
			return (name, socket) -> this.customized.add("second " + name);
		}

		@Bean
		@Order(1)
		SocketCustomizer first() {
			return (name, socket) -> this.customized.add("first " + name);
		}

		@Bean
		@Order(2)
		ZeroMqSpecCustomizer another() {
			return (socket) -> connecting(socket, List.of(socket.settings().connect().get(0), "tcp://127.0.0.1:3"));
		}

		@Bean
		@Order(1)
		ZeroMqSpecCustomizer one() {
			return (socket) -> connecting(socket, List.of("tcp://127.0.0.1:2"));
		}

		private static ZeroMqSpec connecting(ZeroMqSpec socket, List<String> addresses) {
			SocketSettings settings = socket.settings();
			return socket.with(new SocketSettings(settings.type(), settings.bind(), addresses, settings.topics(), null,
					settings.sendHwm(), settings.receiveHwm(), settings.maxSize(), settings.linger(),
					settings.heartbeat(), settings.reconnect(), settings.immediate(), false, false, false,
					settings.security(), settings.options()));
		}

	}

}
