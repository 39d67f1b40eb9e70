package io.netasync.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What was measured of one pair of contenders, round by round.
 *
 * @author net-async
 */
final class ZeroMqResult {

	private final List<Round> rounds = new ArrayList<>();

	void add(Round round) {
		this.rounds.add(round);
	}

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
	 * Compares a figure with another pair's of the same round.
	 * @param other the other pair's
	 * @param figure the figure
	 * @return the median of the ratios
	 */
	double by(ZeroMqResult other, ToDoubleFunction<Round> figure) {
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
	 * @param rate messages or requests a second
	 * @param sending the sender's processor time for one, in nanoseconds
	 * @param receiving the receiver's processor time for one, in nanoseconds
	 * @param roundTripMedian microseconds
	 * @param roundTripTail microseconds, 99 of 100 take less
	 */
	record Round(double rate, double sending, double receiving, double roundTripMedian, double roundTripTail) {
	}

}
