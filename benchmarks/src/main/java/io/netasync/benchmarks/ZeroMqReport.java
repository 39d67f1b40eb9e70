package io.netasync.benchmarks;

import java.util.Map;
import java.util.Objects;

import io.netasync.benchmarks.ZeroMqBenchmark.Pair;
import io.netasync.benchmarks.ZeroMqResult.Round;

/**
 * The results as Markdown.
 *
 * @author net-async
 */
final class ZeroMqReport {

	private static final Pair JEROMQ = new Pair(ZeroMqContender.JEROMQ, ZeroMqContender.JEROMQ);

	private final StringBuilder text = new StringBuilder();

	ZeroMqReport(ZeroMqOptions options) {
		line("%s", EchoReport.machine());
		line("64-byte messages, one connection over tcp, marks of 1,000 each; %d rounds of %,d messages or %s",
				options.rounds(), options.count(), options.time());
	}

	void add(String regime, Map<ZeroMqMeasurement, Map<Pair, ZeroMqResult>> results) {
		line("");
		line("**%s**", regime);
		line("");
		line("| | from, to | a second | lowest-highest | x jeromq | sender CPU ns | receiver CPU ns |");
		line("|---|---|--:|--:|--:|--:|--:|");
		results.forEach((measurement, pairs) -> {
			if (!measurement.isRoundTrip()) {
				pairs.forEach((pair, result) -> addRate(measurement, pair, result, pairs));
			}
		});
		line("");
		line("| | from, to | p50 us | p99 us | p50 x jeromq |");
		line("|---|---|--:|--:|--:|");
		results.forEach((measurement, pairs) -> {
			if (measurement.isRoundTrip()) {
				pairs.forEach((pair, result) -> addRoundTrip(measurement, pair, result, pairs));
			}
		});
	}

	private void addRate(ZeroMqMeasurement measurement, Pair pair, ZeroMqResult result, Map<Pair, ZeroMqResult> pairs) {
		line("| %s | %s | %,.0f | %,.0f-%,.0f | %.2f | %.0f | %.0f |", measurement.label(), pair,
				result.median(Round::rate), result.lowest(Round::rate), result.highest(Round::rate),
				result.by(plain(pairs), Round::rate), result.median(Round::sending), result.median(Round::receiving));
	}

	private void addRoundTrip(ZeroMqMeasurement measurement, Pair pair, ZeroMqResult result,
			Map<Pair, ZeroMqResult> pairs) {
		line("| %s | %s | %,.1f | %,.1f | %,.2f |", measurement.label(), pair, result.median(Round::roundTripMedian),
				result.median(Round::roundTripTail), result.by(plain(pairs), Round::roundTripMedian));
	}

	private static ZeroMqResult plain(Map<Pair, ZeroMqResult> pairs) {
		return Objects.requireNonNull(pairs.get(JEROMQ), "'jeromq' must take part");
	}

	private void line(String format, Object... arguments) {
		this.text.append(format.formatted(arguments)).append('\n');
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
