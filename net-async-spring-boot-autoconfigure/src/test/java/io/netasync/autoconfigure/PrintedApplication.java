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
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that a page of the documentation prints, run as printed but for its
 * port.
 *
 * @author net-async
 */
final class PrintedApplication {

	private static final String PRINTED_PORT = "7000";

	private PrintedApplication() {
	}

	/**
	 * Finds the code blocks of a page.
	 * @param page the page
	 * @param language their language, empty for none
	 * @return the blocks, in order
	 */
	static List<String> blocks(String page, String language) {
		return Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$")
			.matcher(page)
			.results()
			.filter((block) -> block.group(1).equals(language))
			.map((block) -> block.group(2))
			.toList();
	}

	/**
	 * Runs a class {@code Shop} and the properties that go with it.
	 * @param folder where to put what is compiled
	 * @param yaml the properties
	 * @param source the class and its imports
	 * @param check is done while it runs
	 * @throws Exception if the application or the check fails
	 */
	static void run(Path folder, String yaml, String source, Check check) throws Exception {
		Files.writeString(folder.resolve("application.yml"), yaml.replace(PRINTED_PORT, freePort()));
		compile(folder, "package shop;\n" + source);
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classes = new URLClassLoader(new URL[] { folder.toUri().toURL() },
				PrintedApplication.class.getClassLoader())) {
			Thread.currentThread().setContextClassLoader(classes);
			try (ConfigurableApplicationContext context = new SpringApplication(classes.loadClass("shop.Shop")).run()) {
				check.run(context);
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static void compile(Path folder, String source) throws IOException {
		Path file = Files.writeString(folder.resolve("Shop.java"), source);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		PrintStream messages = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		int result = compiler.run(null, messages, messages, "-parameters", "-d", folder.toString(), "-cp",
				System.getProperty("java.class.path"), file.toString());
		assertThat(result).isZero();
	}

	private static String freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return String.valueOf(socket.getLocalPort());
		}
	}

	/**
	 * Looks at an application that runs.
	 */
	interface Check {

		void run(ConfigurableApplicationContext context) throws Exception;

	}

}
