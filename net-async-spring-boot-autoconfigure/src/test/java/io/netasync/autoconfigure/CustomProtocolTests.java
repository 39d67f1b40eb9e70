package io.netasync.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.ChannelPipelineCustomizer;
import io.netasync.transport.ChannelPipelineCustomizer.Owner;
import io.netasync.transport.ChannelPipelineCustomizer.Side;
import io.netty.channel.ChannelPipeline;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests what an application may do to its connections, and docs/custom-protocol.md, run
 * as printed.
 *
 * @author net-async
 */
@ExtendWith(OutputCaptureExtension.class)
class CustomProtocolTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "custom-protocol.md");

	private static final String IMPORTS = """
			import java.security.GeneralSecurityException;
			import java.util.List;
			import javax.crypto.Cipher;
			import javax.crypto.spec.IvParameterSpec;
			import javax.crypto.spec.SecretKeySpec;
			import io.netasync.transport.ChannelPipelineCustomizer;
			import io.netty.buffer.*;
			import io.netty.channel.ChannelHandlerContext;
			import io.netty.handler.codec.ByteToMessageCodec;
			import org.springframework.beans.factory.annotation.Qualifier;
			import org.springframework.boot.ApplicationRunner;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.context.annotation.Bean;
			import org.springframework.integration.annotation.ServiceActivator;
			import org.springframework.messaging.MessageChannel;
			import org.springframework.messaging.support.GenericMessage;
			""";

	@TempDir
	private Path folder;

	@Test
	void thePrintedApplicationDoesWhatItSays(CapturedOutput output) throws Exception {
		String document = Files.readString(DOCUMENT);
		Files.writeString(this.folder.resolve("application.yml"),
				PrintedApplication.block(document, "yaml").replace("7000", String.valueOf(TestPorts.free())));
		String source = "package vault;\n" + IMPORTS + PrintedApplication.block(document, "java");
		new PrintedApplication(this.folder).run("vault.Vault", source,
				() -> Awaitility.await().until(output::toString, (text) -> text.contains("you ordered apples")));
	}

	@Test
	void customizersAreAskedInOrderForAllTheyApplyTo() {
		try (ConfigurableApplicationContext context = run("netasync.server.orders.port=0")) {
			NetAsyncServer orders = context.getBean(NetAsyncServer.class);
			NetAsyncClient feed = context.getBean(NetAsync.class)
				.connect("feed", (client) -> client.addresses("localhost:" + orders.port()));
			Awaitility.await().until(() -> feed.snapshot().connects() == 1 && orders.connections().size() == 1);
			List<String> calls = context.getBean(Application.class).calls;
			assertThat(calls).filteredOn((call) -> call.endsWith("orders"))
				.containsExactly("first orders", "second orders");
			assertThat(calls).filteredOn((call) -> call.endsWith("feed")).containsExactly("second feed");
		}
	}

	@Test
	void customizerThatAppliesToAStockFactoryFailsStartUp(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> run("netasync.client.feed.addresses=localhost:1", "netasync.client.feed.transport=nio"));
		assertThat(output).contains("'netasync.client.feed.transport' is 'nio', whose connections have no pipeline")
			.contains("Set 'netasync.client.feed.transport' to 'netty', or have 'appliesTo' of the customizer return "
					+ "false for 'feed'.");
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run();
	}

	@Configuration
	@EnableAutoConfiguration
	static class Application {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		ChannelPipelineCustomizer second() {
			return (pipeline, owner) -> this.calls.add("second " + owner.name());
		}

		@Bean
		@Order(1)
		ChannelPipelineCustomizer first() {
			return new ServersOnly(this.calls);
		}

	}

	private record ServersOnly(List<String> calls) implements ChannelPipelineCustomizer {

		@Override
		public void customize(ChannelPipeline pipeline, Owner owner) {
			this.calls.add("first " + owner.name());
		}

		@Override
		public boolean appliesTo(Owner owner) {
			return owner.side() == Side.SERVER;
		}

	}

}
