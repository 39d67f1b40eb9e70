package io.netasync.zeromq;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process with one socket of libzmq, told by {@code libzmq_peer.py} what to do.
 *
 * @author net-async
 */
final class LibzmqPeer implements AutoCloseable {

	private static final String PROGRAM = "libzmq_peer.py";

	private static final long SECONDS = 30;

	/** Which interpreter has libzmq is found out once. */
	private static final Optional<String> INTERPRETER = Stream.of("python3", "/usr/bin/python3")
		.filter(LibzmqPeer::hasLibzmq)
		.findFirst();

	private final Process process;

	private final BufferedReader output;

	private final String address;

	private LibzmqPeer(Process process) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
		this.address = line().replaceFirst("^ready ", "");
	}

	static Optional<String> interpreter() {
		return INTERPRETER;
	}

	private static boolean hasLibzmq(String python) {
		try {
			Process process = new ProcessBuilder(python, "-c", "import zmq")
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Starts a peer and waits until it listens or connects.
	 * @param options what it does, {@code name=value} each
	 * @return the peer
	 */
	static LibzmqPeer start(String... options) {
		try {
			Path program = Path.of(LibzmqPeer.class.getResource(PROGRAM).toURI());
			List<String> command = new ArrayList<>(List.of(INTERPRETER.orElseThrow(), program.toString()));
			command.addAll(List.of(options));
			return new LibzmqPeer(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String line() {
		CompletableFuture<@Nullable String> line = CompletableFuture.supplyAsync(() -> {
			try {
				return this.output.readLine();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		String text = line.completeOnTimeout(null, SECONDS, TimeUnit.SECONDS).join();
		if (text == null) {
			this.process.destroyForcibly();
			throw new IllegalStateException("The peer says nothing");
		}
		return text;
	}

	/**
	 * Returns where the peer is bound, or connects to.
	 * @return the address, with its port
	 */
	String address() {
		return this.address;
	}

	/**
	 * Lets a peer begin that was to wait.
	 */
	void go() {
		try {
			this.process.outputWriter().append('\n').flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the peer has done all, and all was right.
	 * @param count how many messages that were
	 */
	void awaitDone(int count) {
		assertThat(line()).isEqualTo("{\"done\": %d}", count);
	}

	/**
	 * Waits until the peer gives up because nothing comes or can be sent.
	 */
	void awaitNothingDone() {
		assertThat(line()).startsWith("{\"done\": 0, \"error\": \"Again");
	}

	/**
	 * Waits until the process has ended.
	 */
	void awaitExit() {
		this.process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
	}

	/**
	 * Sends the process a signal.
	 * @param name its name
	 */
	void signal(String name) throws Exception {
		Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).inheritIO().start();
		assertThat(kill.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
		assertThat(kill.exitValue()).isZero();
	}

	/**
	 * Kills the process, which has no say in it, and waits until it is gone.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly();
		awaitExit();
	}

}
