package io.netasync.benchmarks;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * 64-byte messages between ZeroMQ sockets over tcp: each way of sending, by each
 * contender at both ends, and at one end with JeroMQ at the other. Each end of each
 * contender is a JVM of its own; all are warmed up first, then the pairs take turns.
 *
 * @author net-async
 */
final class ZeroMqBenchmark {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ZeroMqOptions options;

	private final Map<ZeroMqContender, Jvm> senders = new EnumMap<>(ZeroMqContender.class);

	private final Map<ZeroMqContender, Jvm> receivers = new EnumMap<>(ZeroMqContender.class);

	ZeroMqBenchmark(List<String> options) {
		this.options = ZeroMqOptions.parse(options);
	}

	void run() throws Exception {
		try {
			for (ZeroMqContender contender : this.options.contenders()) {
				this.senders.put(contender, start(contender));
				this.receivers.put(contender, start(contender));
			}
			measure(this.options.warmUps());
			ZeroMqReport report = new ZeroMqReport(this.options);
			report.add("not pinned to any core", measure(this.options.rounds()));
			if (Jvm.isPinnable()) {
				move(this.senders, 0);
				move(this.receivers, 1);
				report.add("each end on a core of its own", measure(this.options.rounds()));
			}
			System.out.println(report);
		}
		finally {
			this.senders.values().forEach(Jvm::close);
			this.receivers.values().forEach(Jvm::close);
		}
	}

	private static Jvm start(ZeroMqContender contender) throws Exception {
		Jvm jvm = Jvm.start("zeromq-peer", contender.label());
		jvm.answer(PATIENCE);
		return jvm;
	}

	private static void move(Map<ZeroMqContender, Jvm> jvms, int processor) throws Exception {
		for (Jvm jvm : jvms.values()) {
			jvm.move(processor);
		}
	}

	private Map<ZeroMqMeasurement, Map<Pair, ZeroMqResult>> measure(int rounds) throws Exception {
		Map<ZeroMqMeasurement, Map<Pair, ZeroMqResult>> results = new EnumMap<>(ZeroMqMeasurement.class);
		for (int round = 1; round <= rounds; round++) {
			for (ZeroMqMeasurement measurement : this.options.measurements()) {
				Map<Pair, ZeroMqResult> pairs = results.computeIfAbsent(measurement, (key) -> new LinkedHashMap<>());
				System.err.printf("round %d of %d, %s%n", round, rounds, measurement.label());
				for (ZeroMqContender sender : this.options.contenders()) {
					for (ZeroMqContender receiver : this.options.contenders()) {
						measure(measurement, new Pair(sender, receiver), pairs);
					}
				}
			}
		}
		return results;
	}

	private void measure(ZeroMqMeasurement measurement, Pair pair, Map<Pair, ZeroMqResult> pairs) throws Exception {
		if (!measurement.fits(pair.sender(), pair.receiver())) {
			return;
		}
		boolean slow = pair.isSlow();
		ZeroMqRun run = new ZeroMqRun(Objects.requireNonNull(this.senders.get(pair.sender())),
				Objects.requireNonNull(this.receivers.get(pair.receiver())),
				slow ? this.options.count() / 10 : this.options.count(),
				slow ? this.options.pollingTime() : this.options.time());
		ZeroMqResult.Round result = run.measure(measurement);
		System.err.printf("  %s: %,.0f/s, round trip %.1f us, processor %.0f + %.0f ns%n", pair, result.rate(),
				result.roundTripMedian(), result.sending(), result.receiving());
		pairs.computeIfAbsent(pair, (key) -> new ZeroMqResult()).add(result);
	}

	/**
	 * Two ends.
	 *
	 * @param sender who sends or asks
	 * @param receiver who receives or answers
	 */
	record Pair(ZeroMqContender sender, ZeroMqContender receiver) {

		/**
		 * Tells whether a tenth of the messages takes as long as all do elsewhere.
		 * @return {@code true} if so
		 */
		boolean isSlow() {
			return this.sender == ZeroMqContender.SPRING_INTEGRATION
					|| this.receiver == ZeroMqContender.SPRING_INTEGRATION;
		}

		@Override
		public String toString() {
			return this.sender.label() + " to " + this.receiver.label();
		}

	}

}
