package io.netasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.netasync.benchmarks.EchoResult.Round;
import org.jspecify.annotations.Nullable;

/**
 * The results as Markdown.
 *
 * @author net-async
 */
final class EchoReport {

	private final StringBuilder text = new StringBuilder();

	EchoReport(EchoOptions options) {
		line("%s", machine());
		line("64-byte echo, one connection, 4-byte length header, %d in flight when pipelined, %d rounds of %s and %s",
				EchoClient.WINDOW, options.rounds(), options.pipelined(), options.roundTrip());
	}

	static String machine() {
		return "%s, %d processors, Linux %s, Java %s (%s), %s".formatted(processor(),
				Runtime.getRuntime().availableProcessors(), System.getProperty("os.version"),
				System.getProperty("java.version"), System.getProperty("java.vm.name"), String.join(" ", Jvm.FLAGS));
	}

	private static String processor() {
		try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unknown processor");
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

	void add(String regime, Map<EchoContender, EchoResult> results) {
		line("");
		line("**%s**", regime);
		line("");
		line("| echo | messages/s | lowest-highest | x raw | x net | x nio | server CPU ns | p50 us | p99 us | p50 x raw | order |");
		line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|");
		results.forEach((contender, result) -> line(
				"| %s | %,.0f | %,.0f-%,.0f | %s | %s | %s | %.0f | %.1f | %.1f | %s | %s |", contender.label(),
				result.median(Round::rate), result.lowest(Round::rate), result.highest(Round::rate),
				by(result, results.get(EchoContender.RAW), Round::rate),
				by(result, results.get(contender.net()), Round::rate),
				by(result, results.get(contender.nio()), Round::rate), result.median(Round::cpuNanos),
				result.median(Round::roundTripMedian), result.median(Round::roundTripTail),
				by(result, results.get(EchoContender.RAW), Round::roundTripMedian),
				result.isInOrder() ? "kept" : "not kept"));
	}

	private static String by(EchoResult result, @Nullable EchoResult other, ToDoubleFunction<Round> figure) {
		return (other != null) ? "%.2f".formatted(result.by(other, figure)) : "";
	}

	private void line(String format, Object... arguments) {
		this.text.append(format.formatted(arguments)).append('\n');
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
