package io.netasync.channel;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.springframework.messaging.SubscribableChannel;

/**
 * A server in a process of its own, to be killed or frozen. It notes what it receives in
 * a file before anything else, and answers it.
 *
 * @author net-async
 */
public final class ServerProcess implements AutoCloseable {

	private final Process process;

	private final int port;

	private final Path file;

	private final long openAt;

	private ServerProcess(Process process, int port, Path file, long openAt) {
		this.process = process;
		this.port = port;
		this.file = file;
		this.openAt = openAt;
	}

	/**
	 * The process: listens on a port until its input ends.
	 * @param arguments the port, the file and the heartbeat interval and timeout in
	 * milliseconds
	 * @throws IOException if the file can't be written
	 */
	public static void main(String[] arguments) throws IOException {
		Path file = Path.of(arguments[1]);
		ConnectionSpec spec = TestSpecs.heartbeats(Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
		Channels channels = TestNetAsync.channels();
		((SubscribableChannel) channels.inbound()).subscribe((message) -> {
			note(file, TestSpecs.text(message));
			channels.outbound().send(message);
		});
		try (TestNetAsync net = new TestNetAsync()) {
			net.server(TestSpecs.server(spec, Integer.parseInt(arguments[0]), 100), channels);
			System.out.println("open " + System.currentTimeMillis());
			int end = System.in.read();
			System.out.println("end " + end);
		}
	}

	/**
	 * Notes a message in one write, which the kernel keeps when the process is killed.
	 */
	private static void note(Path file, String text) {
		try {
			Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ServerProcess start(int port, Path file, long intervalMillis, long timeoutMillis) throws IOException {
		String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
		Process process = new ProcessBuilder(List.of(java, "-Xmx128m", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp",
				System.getProperty("java.class.path"), ServerProcess.class.getName(), String.valueOf(port),
				file.toString(), String.valueOf(intervalMillis), String.valueOf(timeoutMillis)))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		BufferedReader out = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		for (String line = out.readLine(); line != null; line = out.readLine()) {
			if (line.startsWith("open ")) {
				return new ServerProcess(process, port, file, Long.parseLong(line.substring(5)));
			}
		}
		throw new IllegalStateException("The server process ended");
	}

	int port() {
		return this.port;
	}

	Path file() {
		return this.file;
	}

	/**
	 * Returns when the port was open.
	 * @return milliseconds since the epoch
	 */
	long openAt() {
		return this.openAt;
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	void freeze() throws IOException, InterruptedException {
		signal("-STOP");
	}

	void thaw() throws IOException, InterruptedException {
		signal("-CONT");
	}

	private void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
