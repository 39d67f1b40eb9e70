package io.netasync.autoconfigure;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's first screen, run as printed.
 *
 * @author net-async
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadmeTests {

	private static final Path README = Path.of("..", "README.md");

	private static final String IMPORTS = """
			import org.springframework.beans.factory.annotation.Qualifier;
			import org.springframework.boot.ApplicationRunner;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.context.annotation.Bean;
			import org.springframework.integration.annotation.ServiceActivator;
			import org.springframework.messaging.MessageChannel;
			import org.springframework.messaging.support.GenericMessage;
			""";

	@TempDir
	private Path folder;

	@Test
	void firstScreenDoesWhatItSays(CapturedOutput output) throws Exception {
		String readme = Files.readString(README);
		String port = String.valueOf(freePort());
		Files.writeString(this.folder.resolve("application.yml"), block(readme, "yaml").replace("7000", port));
		compile("package shop;\n" + IMPORTS + block(readme, "java"));
		try (URLClassLoader classes = new URLClassLoader(new URL[] { this.folder.toUri().toURL() },
				getClass().getClassLoader())) {
			Thread.currentThread().setContextClassLoader(classes);
			try (ConfigurableApplicationContext context = new SpringApplication(classes.loadClass("shop.Shop")).run()) {
				Awaitility.await().until(output::toString, (text) -> text.contains(block(readme, "").trim()));
				assertThat(context.isRunning()).isTrue();
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
		}
	}

	@Test
	void everyLinkLeadsSomewhere() throws IOException {
		Matcher links = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)").matcher(Files.readString(README));
		List<String> missing = links.results()
			.map((link) -> link.group(1))
			.filter((link) -> !Files.exists(README.resolveSibling(link)))
			.toList();
		assertThat(missing).isEmpty();
	}

	@Test
	void oneCommandRunsItAndOneTestsIt() throws IOException {
		String readme = Files.readString(README);
		assertThat(section(readme, "## Run it")).containsOnlyOnce("```sh");
		assertThat(section(readme, "## Test it")).containsOnlyOnce("```sh");
	}

	private static String section(String readme, String heading) {
		int start = readme.indexOf(heading);
		int end = readme.indexOf("\n## ", start + 1);
		return readme.substring(start, (end < 0) ? readme.length() : end);
	}

	private static String block(String readme, String language) {
		Matcher blocks = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$").matcher(readme);
		return blocks.results()
			.filter((block) -> block.group(1).equals(language))
			.findFirst()
			.orElseThrow(() -> new AssertionError("The README has no block of '%s'".formatted(language)))
			.group(2);
	}

	private void compile(String source) throws IOException {
		Path file = Files.writeString(this.folder.resolve("Shop.java"), source);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		PrintStream messages = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		int result = compiler.run(null, messages, messages, "-parameters", "-d", this.folder.toString(), "-cp",
				System.getProperty("java.class.path"), file.toString());
		assertThat(result).isZero();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
