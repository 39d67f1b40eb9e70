package io.netasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The results as Markdown.
 *
 * @author net-async
 */
final class EchoReport {

	private final StringBuilder text = new StringBuilder();

	EchoReport(EchoOptions options) {
		line("%s, %d processors, Linux %s, Java %s (%s), %s", processor(), Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.version"), System.getProperty("java.version"),
				System.getProperty("java.vm.name"), String.join(" ", Jvm.FLAGS));
		line("64-byte echo, one connection, 4-byte length header, %d in flight when pipelined, %d rounds of %s and %s",
				EchoClient.WINDOW, options.rounds(), options.pipelined(), options.roundTrip());
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
		line("| echo | messages/s | lowest-highest | x raw | x net | x nio | round trip p50 us | p99 us | p50 x raw | order |");
		line("|---|--:|--:|--:|--:|--:|--:|--:|--:|---|");
		results
			.forEach((contender, result) -> line("| %s | %,.0f | %,.0f-%,.0f | %s | %s | %s | %.1f | %.1f | %s | %s |",
					contender.label(), result.rate(), result.lowestRate(), result.highestRate(),
					rate(result, results.get(EchoContender.RAW)), rate(result, results.get(contender.net())),
					rate(result, results.get(contender.nio())), result.roundTripMedian(), result.roundTripTail(),
					roundTrip(result, results.get(EchoContender.RAW)), result.isInOrder() ? "kept" : "not kept"));
	}

	private static String rate(EchoResult result, @Nullable EchoResult other) {
		return (other != null) ? "%.2f".formatted(result.rateBy(other)) : "";
	}

	private static String roundTrip(EchoResult result, @Nullable EchoResult other) {
		return (other != null) ? "%.2f".formatted(result.roundTripBy(other)) : "";
	}

	private void line(String format, Object... arguments) {
		this.text.append(format.formatted(arguments)).append('\n');
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
