package io.netasync.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

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
		String port = String.valueOf(TestPorts.free());
		Files.writeString(this.folder.resolve("application.yml"),
				PrintedApplication.block(readme, "yaml").replace("7000", port));
		String source = "package shop;\n" + IMPORTS + PrintedApplication.block(readme, "java");
		new PrintedApplication(this.folder).run("shop.Shop", source, () -> Awaitility.await()
			.until(output::toString, (text) -> text.contains(PrintedApplication.block(readme, "").trim())));
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

}
