package io.netasync.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configuration that is printed in the README and in docs: every block binds without
 * a rest, and those of docs/coming-from.md start.
 *
 * @author net-async
 */
class PrintedConfigurationTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern BLOCKS = Pattern.compile("(?ms)^```(yaml|properties)\n(.*?)^```$");

	@TempDir
	private Path folder;

	static Stream<Arguments> blocks() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
				.filter((path) -> path.toString().endsWith(".md"))
				.sorted()
				.flatMap(PrintedConfigurationTests::blocks)
				.toList()
				.stream();
		}
	}

	private static Stream<Arguments> blocks(Path page) {
		try {
			return BLOCKS.matcher(Files.readString(page))
				.results()
				.filter((block) -> block.group(2).contains("netasync:") || block.group(2).startsWith("netasync."))
				.map((block) -> Arguments.of(page.getFileName().toString(), block.group(1), block.group(2)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Stream<Arguments> blocksOfOtherLibraries() {
		return blocks(ROOT.resolve("docs/coming-from.md"));
	}

	@ParameterizedTest
	@MethodSource("blocks")
	void everyPropertyIsOne(String page, String language, String block) {
		// without the variables of the environment, which would be properties, too
		boolean zeroMq = block.contains("zeromq");
		Bindable<?> target = zeroMq ? Bindable.of(ZeroMqProperties.class) : Bindable.of(NetAsyncProperties.class);
		assertThat(new Binder(ConfigurationPropertySource.from(properties(language, block)))
			.bind(zeroMq ? "netasync.zeromq" : "netasync", target,
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.isBound()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("blocksOfOtherLibraries")
	void everyBlockForThoseFromAnotherLibraryStarts(String page, String language, String block) {
		String elsewhere = block.replaceAll("(?m)port: \\d+", "port: 0").replace("*:5555", "*:0");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(NetAsyncAutoConfiguration.class, ZeroMqAutoConfiguration.class,
					IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class,
					SslAutoConfiguration.class))
			.withPropertyValues("netasync.ipc.socket-root=" + this.folder + "/")
			.withInitializer(
					(context) -> context.getEnvironment().getPropertySources().addLast(properties(language, elsewhere)))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(NetAsync.class).all(AutoCloseable.class)).isNotEmpty();
			});
	}

	private static PropertySource<?> properties(String language, String block) {
		PropertySourceLoader loader = language.equals("yaml") ? new YamlPropertySourceLoader()
				: new PropertiesPropertySourceLoader();
		try {
			return loader.load("page", new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8))).get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
