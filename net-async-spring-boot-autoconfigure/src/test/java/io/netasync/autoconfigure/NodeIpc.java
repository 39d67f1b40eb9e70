package io.netasync.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program that talks with the real node-ipc 9.2.1, from the npm registry. The scripts
 * of packages are not run.
 *
 * @author net-async
 */
final class NodeIpc implements AutoCloseable {

	private static final Path FOLDER = Path.of("target", "node-ipc").toAbsolutePath();

	private final Process process;

	private final Writer commands;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private NodeIpc(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "node-ipc");
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			this.lines.add("ended: " + ex.getMessage());
		}
	}

	/**
	 * Starts a server.
	 * @param arguments its configuration and where it listens, as a JSON array
	 * @return the server, which listens
	 */
	static NodeIpc server(String arguments) {
		NodeIpc server = start("server.js", arguments);
		server.await("started");
		return server;
	}

	/**
	 * Starts a client, which tries to connect until it can.
	 * @param arguments its configuration and where it connects, as a JSON array
	 * @return the client
	 */
	static NodeIpc client(String arguments) {
		return start("client.js", arguments);
	}

	private static NodeIpc start(String script, String arguments) {
		try {
			install();
			return new NodeIpc(new ProcessBuilder("node", script, arguments).directory(FOLDER.toFile())
				.redirectErrorStream(true)
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void install() throws IOException {
		Files.createDirectories(FOLDER);
		for (String name : List.of("package.json", "package-lock.json", "peer.js", "server.js", "client.js")) {
			try (InputStream in = NodeIpc.class.getResourceAsStream("/node-ipc/" + name)) {
				Files.copy(Objects.requireNonNull(in, name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		if (!Files.exists(FOLDER.resolve("node_modules/node-ipc/package.json"))) {
			run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
		}
	}

	private static void run(String... command) throws IOException {
		Path log = FOLDER.resolve("npm.log");
		Process process = new ProcessBuilder(command).directory(FOLDER.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0).as(Files.readString(log))
				.isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			process.destroy();
		}
	}

	/**
	 * Tells the program to do something.
	 * @param line what
	 */
	void command(String line) {
		try {
			this.commands.write(line + "\n");
			this.commands.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the program has said something.
	 * @param line what
	 */
	void await(String line) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(40))
			.untilAsserted(() -> assertThat(this.lines).as("%s", said()).contains(line));
	}

	/**
	 * Returns what the program has said.
	 * @return its lines, each cut to what one can read
	 */
	List<String> said() {
		return this.lines.stream().map((line) -> line.substring(0, Math.min(line.length(), 400))).toList();
	}

	Stream<String> saidOf(String word) {
		return said().stream().filter((line) -> line.startsWith(word));
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
