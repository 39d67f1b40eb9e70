package io.netasync.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long and for whom {@code echo} runs.
 *
 * @param contenders who takes part, in this order
 * @param rounds how many times each is measured in each regime
 * @param warmUp how long each is warmed up
 * @param pipelined how long a pipelined measurement takes
 * @param roundTrip how long a measurement of round trips takes
 * @author net-async
 */
record EchoOptions(List<EchoContender> contenders, int rounds, Duration warmUp, Duration pipelined,
		Duration roundTrip) {

	private static final List<EchoContender> ALL = List.of(EchoContender.values());

	private static final EchoOptions FULL = new EchoOptions(ALL, 7, Duration.ofSeconds(4), Duration.ofSeconds(2),
			Duration.ofSeconds(1));

	private static final EchoOptions QUICK = new EchoOptions(ALL, 3, Duration.ofSeconds(3), Duration.ofSeconds(1),
			Duration.ofMillis(500));

	static EchoOptions parse(List<String> arguments) {
		EchoOptions options = arguments.contains("--quick") ? QUICK : FULL;
		for (String argument : arguments) {
			if (argument.startsWith("--rounds=")) {
				options = options.withRounds(Integer.parseInt(valueOf(argument)));
			}
			else if (argument.startsWith("--only=")) {
				options = options.withContenders(List.of(valueOf(argument).split(",")));
			}
			else if (!argument.equals("--quick")) {
				throw new IllegalArgumentException("Unknown option " + argument);
			}
		}
		return options;
	}

	private static String valueOf(String argument) {
		return argument.substring(argument.indexOf('=') + 1);
	}

	private EchoOptions withRounds(int newRounds) {
		return new EchoOptions(this.contenders, newRounds, this.warmUp, this.pipelined, this.roundTrip);
	}

	private EchoOptions withContenders(List<String> labels) {
		List<EchoContender> chosen = new ArrayList<>();
		labels.forEach((label) -> chosen.add(EchoContender.labelled(label)));
		return new EchoOptions(chosen, this.rounds, this.warmUp, this.pipelined, this.roundTrip);
	}

}
