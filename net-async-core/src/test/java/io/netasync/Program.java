package io.netasync;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program of this machine that runs for a test.
 *
 * @author net-async
 */
public final class Program implements AutoCloseable {

	private final Process process;

	private final Path output;

	private Program(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Finds a program.
	 * @param name its name
	 * @return where it is, {@code null} if it is not installed
	 */
	public static @Nullable Path find(String name) {
		// not all of these are on the path of everybody
		return Stream
			.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)),
					Stream.of("/usr/sbin", "/usr/local/sbin"))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Starts a program and waits until it listens.
	 * @param port the port it is to listen on
	 * @param output where its output goes
	 * @param name its name
	 * @param arguments its arguments
	 * @return the program
	 */
	public static Program start(int port, Path output, String name, String... arguments) {
		List<String> command = new ArrayList<>(List.of(Objects.requireNonNull(find(name), name).toString()));
		command.addAll(List.of(arguments));
		try {
			Program program = new Program(
					new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(),
					output);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.failFast(() -> assertThat(program.process.isAlive()).as(program.output()).isTrue())
				.until(() -> listens(port));
			return program;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean listens(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Returns what the program has written.
	 * @return its output
	 */
	public String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
