package io.netasync.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was measured of one contender, round by round.
 *
 * @author net-async
 */
final class EchoResult {

	private final List<Double> rates = new ArrayList<>();

	private final List<Double> medians = new ArrayList<>();

	private final List<Double> tails = new ArrayList<>();

	private long outOfOrder;

	void add(String[] pipelined, String[] roundTrips) {
		this.rates.add(Double.valueOf(pipelined[0]));
		this.outOfOrder += Long.parseLong(pipelined[1]);
		this.medians.add(Double.valueOf(roundTrips[0]));
		this.tails.add(Double.valueOf(roundTrips[1]));
	}

	double rate() {
		return median(this.rates);
	}

	double lowestRate() {
		return Collections.min(this.rates);
	}

	double highestRate() {
		return Collections.max(this.rates);
	}

	double roundTripMedian() {
		return median(this.medians);
	}

	double roundTripTail() {
		return median(this.tails);
	}

	boolean isInOrder() {
		return this.outOfOrder == 0;
	}

	/**
	 * Returns the median over the rounds of this contender's rate by another's of the
	 * same round.
	 * @param other the other
	 * @return the ratio
	 */
	double rateBy(EchoResult other) {
		return ratio(this.rates, other.rates);
	}

	double roundTripBy(EchoResult other) {
		return ratio(this.medians, other.medians);
	}

	private static double ratio(List<Double> these, List<Double> others) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < these.size(); i++) {
			ratios.add(these.get(i) / others.get(i));
		}
		return median(ratios);
	}

	private static double median(List<Double> values) {
		List<Double> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		int half = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
	}

}
