package io.netasync.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the same program, talked to in lines. It ends when its standard input
 * does, so none outlives this one.
 *
 * @author net-async
 */
final class Jvm implements AutoCloseable {

	/** The same for all. The collector is what a JVM on one processor takes anyway. */
	static final List<String> FLAGS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

	private static final boolean PINNABLE = canPin();

	private final Process process;

	private final BufferedReader answers;

	private Jvm(Process process) {
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.US_ASCII);
	}

	static boolean isPinnable() {
		return PINNABLE;
	}

	/**
	 * Starts a JVM.
	 * @param arguments the program's arguments
	 * @return the JVM
	 * @throws IOException if there is none
	 */
	static Jvm start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
		command.addAll(FLAGS);
		String more = System.getProperty("benchmarks.jvm");
		if (more != null) {
			command.addAll(List.of(more.split(" ")));
		}
		command.addAll(program());
		command.addAll(List.of(arguments));
		return new Jvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	private static List<String> program() {
		String classPath = System.getProperty("java.class.path");
		boolean jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
		return jar ? List.of("-jar", classPath) : List.of("-cp", classPath, Benchmarks.class.getName());
	}

	private static boolean canPin() {
		try {
			return Runtime.getRuntime().availableProcessors() > 1
					&& new ProcessBuilder("taskset", "-c", "0,1", "true").start().waitFor() == 0;
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
	 * Moves all threads of the JVM to a processor.
	 * @param processor the processor
	 * @throws Exception if that can't be done
	 */
	void move(int processor) throws Exception {
		int exit = new ProcessBuilder("taskset", "-a", "-c", "-p", String.valueOf(processor),
				String.valueOf(this.process.pid()))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
		if (exit != 0) {
			throw new IOException("taskset failed");
		}
	}

	Duration cpuTime() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	String ask(String question, Duration timeout) throws Exception {
		this.process.outputWriter(StandardCharsets.US_ASCII).append(question).append('\n').flush();
		return answer(timeout);
	}

	String answer(Duration timeout) throws Exception {
		String answer = CompletableFuture.supplyAsync(this::readLine).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		if (answer == null) {
			throw new IOException("The other JVM ended");
		}
		return answer;
	}

	private String readLine() {
		try {
			return this.answers.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
