package io.netasync.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What was measured of one contender, round by round.
 *
 * @author net-async
 */
final class EchoResult {

	private final List<Round> rounds = new ArrayList<>();

	void add(Round round) {
		this.rounds.add(round);
	}

	boolean isInOrder() {
		return this.rounds.stream().allMatch((round) -> round.outOfOrder() == 0);
	}

	/**
	 * Returns the median of a figure.
	 * @param figure the figure
	 * @return the median over the rounds
	 */
	double median(ToDoubleFunction<Round> figure) {
		return median(this.rounds.stream().mapToDouble(figure));
	}

	double lowest(ToDoubleFunction<Round> figure) {
		return this.rounds.stream().mapToDouble(figure).min().orElseThrow();
	}

	double highest(ToDoubleFunction<Round> figure) {
		return this.rounds.stream().mapToDouble(figure).max().orElseThrow();
	}

	/**
	 * Compares a figure with another contender's of the same round.
	 * @param other the other contender's
	 * @param figure the figure
	 * @return the median of the ratios
	 */
	double by(EchoResult other, ToDoubleFunction<Round> figure) {
		return median(IntStream.range(0, this.rounds.size())
			.mapToDouble((i) -> figure.applyAsDouble(this.rounds.get(i)) / figure.applyAsDouble(other.rounds.get(i))));
	}

	private static double median(DoubleStream values) {
		double[] sorted = values.sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	/**
	 * One round.
	 *
	 * @param rate messages a second when pipelined
	 * @param cpuNanos the server's processor time for a message when pipelined
	 * @param outOfOrder how many messages came before an earlier one
	 * @param roundTripMedian microseconds
	 * @param roundTripTail microseconds, 99 of 100 take less
	 */
	record Round(double rate, double cpuNanos, long outOfOrder, double roundTripMedian, double roundTripTail) {
	}

}
