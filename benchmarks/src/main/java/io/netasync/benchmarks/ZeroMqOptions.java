package io.netasync.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How long and for whom {@code zeromq} runs.
 *
 * @param contenders who takes part
 * @param measurements what is measured
 * @param warmUps how many rounds come before
 * @param rounds how many times each pair is measured in each regime
 * @param count how many messages are sent one way; a tenth by one that takes so long
 * @param time how long there and back is measured
 * @param pollingTime the same, for one that takes up to a second each way
 * @author net-async
 */
record ZeroMqOptions(List<ZeroMqContender> contenders, List<ZeroMqMeasurement> measurements, int warmUps, int rounds,
		long count, Duration time, Duration pollingTime) {

	static ZeroMqOptions parse(List<String> arguments) {
		ZeroMqOptions options = new ZeroMqOptions(List.of(ZeroMqContender.values()),
				List.of(ZeroMqMeasurement.values()), 12, 7, 500_000, Duration.ofSeconds(1), Duration.ofSeconds(10));
		for (String argument : arguments) {
			options = options.with(argument);
		}
		return options;
	}

	private ZeroMqOptions with(String argument) {
		String value = argument.substring(argument.indexOf('=') + 1);
		return switch (argument.substring(0, argument.length() - value.length())) {
			case "--rounds=" -> new ZeroMqOptions(this.contenders, this.measurements, this.warmUps,
					Integer.parseInt(value), this.count, this.time, this.pollingTime);
			case "--warm-ups=" -> new ZeroMqOptions(this.contenders, this.measurements, Integer.parseInt(value),
					this.rounds, this.count, this.time, this.pollingTime);
			case "--only=" -> new ZeroMqOptions(contenders(value), this.measurements, this.warmUps, this.rounds,
					this.count, this.time, this.pollingTime);
			case "--measure=" -> new ZeroMqOptions(this.contenders, measurements(value), this.warmUps, this.rounds,
					this.count, this.time, this.pollingTime);
			case "" -> quick(value);
			default -> throw new IllegalArgumentException("Unknown option " + argument);
		};
	}

	private ZeroMqOptions quick(String argument) {
		if (!argument.equals("--quick")) {
			throw new IllegalArgumentException("Unknown option " + argument);
		}
		return new ZeroMqOptions(this.contenders, this.measurements, 6, 3, 250_000, Duration.ofMillis(500),
				Duration.ofSeconds(5));
	}

	private static List<ZeroMqContender> contenders(String labels) {
		return Arrays.stream(labels.split(",")).map(ZeroMqContender::labelled).toList();
	}

	private static List<ZeroMqMeasurement> measurements(String names) {
		return Arrays.stream(names.split(",")).map(ZeroMqMeasurement::named).toList();
	}

}
