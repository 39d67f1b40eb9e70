package io.netasync.channel;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The process of a {@link HostileServer}.
 *
 * @author net-async
 */
final class HostileProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader out;

	private final List<String> errors = new ArrayList<>();

	private final int port;

	private HostileProcess(Process process) throws IOException {
		this.process = process;
		this.out = process.inputReader();
		this.port = Integer.parseInt(read(HostileServer.PORT));
	}

	/**
	 * Starts a server.
	 * @param heap its maximum heap, as {@code -Xmx} wants it; it has as much direct
	 * memory
	 * @param frameSeconds how long any frame may take
	 * @param firstFrameSeconds how long the first may take, 0 for no limit
	 * @return the process, once the server listens
	 * @throws IOException if it can't be started
	 */
	static HostileProcess start(String heap, long frameSeconds, long firstFrameSeconds) throws IOException {
		String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
		return new HostileProcess(
				new ProcessBuilder(java, "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-cp",
						System.getProperty("java.class.path"), HostileServer.class.getName(),
						String.valueOf(frameSeconds), String.valueOf(firstFrameSeconds))
					.redirectErrorStream(true)
					.start());
	}

	int port() {
		return this.port;
	}

	/**
	 * Asks the server what it has counted.
	 * @return the counts
	 * @throws IOException if it is gone
	 */
	Map<String, Long> counts() throws IOException {
		if (this.process.isAlive()) {
			this.process.outputWriter().append('\n').flush();
		}
		Map<String, Long> counts = new TreeMap<>();
		for (String count : read(HostileServer.COUNTS).replaceAll("[{}]", "").split(", ")) {
			String[] parts = count.split("=");
			counts.put(parts[0], Long.valueOf(parts[1]));
		}
		return counts;
	}

	private String read(String prefix) throws IOException {
		for (String line = this.out.readLine(); line != null; line = this.out.readLine()) {
			if (line.startsWith(prefix)) {
				return line.substring(prefix.length());
			}
			if (line.contains("OutOf") || line.contains("out of memory")) {
				this.errors.add(line);
			}
		}
		throw new IOException("The server is gone: " + this.errors);
	}

	/**
	 * Returns what the server has said about a lack of memory.
	 * @return the lines, so far
	 */
	List<String> errors() {
		return this.errors;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
