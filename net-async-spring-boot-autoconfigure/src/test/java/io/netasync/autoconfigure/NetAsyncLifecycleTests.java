package io.netasync.autoconfigure;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.server.NetAsyncServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.endpoint.AbstractEndpoint;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NetAsyncLifecycle} and what happens between start and stop.
 *
 * @author net-async
 */
class NetAsyncLifecycleTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NetAsyncAutoConfiguration.class, IntegrationAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class, LifecycleAutoConfiguration.class))
		.withPropertyValues("netasync.server.orders.port=0", "netasync.client.feed.addresses=127.0.0.1:1");

	@Test
	void startsAfterEndpointsAndBeforeTheWebServer() {
		this.runner.withUserConfiguration(Handler.class).run((context) -> {
			NetAsyncLifecycle lifecycle = context.getBean(NetAsyncLifecycle.class);
			assertThat(context.getBeansOfType(AbstractEndpoint.class).values()).isNotEmpty()
				.allSatisfy((endpoint) -> assertThat(endpoint.getPhase()).isLessThan(lifecycle.getPhase()));
			assertThat(lifecycle.getPhase()).isLessThan(SmartLifecycle.DEFAULT_PHASE - 2048);
		});
	}

	@Test
	void isNotPausedAsWhatIsClosedStaysSo() {
		this.runner.run((context) -> assertThat(context.getBean(NetAsyncLifecycle.class).isPauseable()).isFalse());
	}

	@Test
	void closesAllOnStop() {
		this.runner.run((context) -> {
			context.getBean(NetAsyncLifecycle.class).stop();
			assertThat(context.getBean(NetAsyncServer.class).isListening()).isFalse();
			assertThat(context.getBean(NetAsyncClient.class).state()).isEqualTo(ConnectionState.CLOSED);
			assertThat(context.getBean(NetAsyncLifecycle.class).isRunning()).isFalse();
			assertThatIllegalStateException().isThrownBy(context.getBean(NetAsyncLifecycle.class)::start);
		});
	}

	@Test
	void doesNotWaitForAHandlerLongerThanThePhase() {
		this.runner.withUserConfiguration(Handler.class)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=300ms")
			.run((context) -> {
				connectAndSend(context, "block");
				Handler handler = context.getBean(Handler.class);
				assertThat(handler.threads.poll(5, TimeUnit.SECONDS)).isNotNull();
				CompletableFuture<Void> closed = CompletableFuture
					.runAsync(context.getSourceApplicationContext()::close);
				assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
				handler.finish.complete(null);
			});
	}

	@Test
	void addsInterceptorsInOrder() {
		this.runner.withUserConfiguration(Handler.class, Interceptors.class).run((context) -> {
			connectAndSend(context, "hello");
			assertThat(context.getBean(Handler.class).threads.poll(5, TimeUnit.SECONDS)).isNotNull();
			assertThat(context.getBean(Interceptors.class).asked).startsWith("first", "second");
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlesOnVirtualThreadsWhereBootDoes() {
		this.runner.withUserConfiguration(Handler.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				connectAndSend(context, "hello");
				Thread thread = context.getBean(Handler.class).threads.poll(5, TimeUnit.SECONDS);
				assertThat(thread).isNotNull();
				assertThat(thread.getClass().getSimpleName()).isEqualTo("VirtualThread");
			});
	}

	@Test
	void handlesOnPlatformThreadsOtherwise() {
		this.runner.withUserConfiguration(Handler.class).run((context) -> {
			connectAndSend(context, "hello");
			Thread thread = context.getBean(Handler.class).threads.poll(5, TimeUnit.SECONDS);
			assertThat(thread).isNotNull();
			assertThat(thread.getName()).startsWith("netasync-server-orders-");
		});
	}

	private static void connectAndSend(AssertableApplicationContext context, String payload) throws Exception {
		int port = context.getBean(NetAsyncServer.class).port();
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.getOutputStream().write(new byte[] { 0, 0, 0, (byte) payload.length() });
			socket.getOutputStream().write(payload.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Handler {

		final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

		final CompletableFuture<Void> finish = new CompletableFuture<>();

		@ServiceActivator(inputChannel = "orders.inbound")
		void order(byte[] payload) {
			this.threads.add(Thread.currentThread());
			if (payload.length == "block".length() && payload[0] == 'b') {
				this.finish.join();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		final List<String> asked = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		TcpConnectionInterceptorFactory second() {
			return () -> interceptor("second");
		}

		@Bean
		@Order(1)
		TcpConnectionInterceptorFactory first() {
			return () -> interceptor("first");
		}

		private TcpConnectionInterceptorSupport interceptor(String name) {
			this.asked.add(name);
			return new TcpConnectionInterceptorSupport() {
			};
		}

	}

}
