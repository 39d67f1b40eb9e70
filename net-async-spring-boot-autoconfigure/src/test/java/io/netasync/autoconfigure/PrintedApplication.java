package io.netasync.autoconfigure;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application as it is printed in the documentation, compiled and run.
 *
 * @param folder where it is compiled to, with its {@code application.yml}
 * @author net-async
 */
record PrintedApplication(Path folder) {

	/**
	 * Finds the first block of a language.
	 * @param document a text in Markdown
	 * @param language the language, empty for a block without one
	 * @return what is in the block
	 */
	static String block(String document, String language) {
		Matcher blocks = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$").matcher(document);
		return blocks.results()
			.filter((block) -> block.group(1).equals(language))
			.findFirst()
			.orElseThrow(() -> new AssertionError("There is no block of '%s'".formatted(language)))
			.group(2);
	}

	void run(String name, String source, Runnable check) throws IOException, ClassNotFoundException {
		compile(name.substring(name.lastIndexOf('.') + 1) + ".java", source);
		ClassLoader before = getClass().getClassLoader();
		try (URLClassLoader classes = new URLClassLoader(new URL[] { this.folder.toUri().toURL() }, before)) {
			Thread.currentThread().setContextClassLoader(classes);
			try (ConfigurableApplicationContext context = new SpringApplication(classes.loadClass(name)).run()) {
				check.run();
				assertThat(context.isRunning()).isTrue();
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private void compile(String file, String source) throws IOException {
		Path path = Files.writeString(this.folder.resolve(file), source);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		PrintStream messages = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		int result = compiler.run(null, messages, messages, "-parameters", "-d", this.folder.toString(), "-cp",
				System.getProperty("java.class.path"), path.toString());
		assertThat(result).isZero();
	}

}
