package io.netasync.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.netasync.channel.NetAsync;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The YAML of docs/coming-from.md: every block binds without a rest, and starts.
 *
 * @author net-async
 */
class ComingFromTests {

	@TempDir
	private Path folder;

	static Stream<Arguments> blocks() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "coming-from.md"));
		return Pattern.compile("(?ms)^## ([^\n]*)$.*?^```yaml\n(.*?)^```$")
			.matcher(page)
			.results()
			.map((section) -> Arguments.of(section.group(1), section.group(2)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("blocks")
	void everyPropertyIsOne(String title, String yaml) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(properties(yaml));
		NetAsyncProperties bound = Binder.get(environment)
			.bind("netasync", Bindable.of(NetAsyncProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.get();
		assertThat(bound.client()).isNotEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("blocks")
	void everyBlockStarts(String title, String yaml) {
		String elsewhere = yaml.replaceAll("(?m)port: \\d+", "port: 0");
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(NetAsyncAutoConfiguration.class, IntegrationAutoConfiguration.class,
							TaskSchedulingAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("netasync.ipc.socket-root=" + this.folder + "/")
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(properties(elsewhere)))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(NetAsync.class).clients()).isNotEmpty();
			});
	}

	private static PropertySource<?> properties(String yaml) {
		try {
			return new YamlPropertySourceLoader()
				.load("page", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
				.get(0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
