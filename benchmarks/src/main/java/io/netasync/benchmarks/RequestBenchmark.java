package io.netasync.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Requests and replies of 64 bytes over one shared connection, 256 at a time. The server
 * is the same for all, and each contender a JVM of its own; they take turns.
 *
 * @author net-async
 */
final class RequestBenchmark {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final int rounds;

	private final Duration warmUp;

	private final Duration time;

	private final Map<RequestContender, Jvm> clients = new EnumMap<>(RequestContender.class);

	private final Map<RequestContender, List<Double>> rates = new EnumMap<>(RequestContender.class);

	RequestBenchmark(boolean quick) {
		this.rounds = quick ? 3 : 7;
		this.warmUp = Duration.ofSeconds(quick ? 4 : 8);
		this.time = Duration.ofSeconds(quick ? 1 : 3);
	}

	void run() throws Exception {
		try (Jvm server = Jvm.start("echo-server", EchoContender.RAW.label())) {
			String port = server.answer(PATIENCE);
			for (RequestContender contender : RequestContender.values()) {
				Jvm client = Jvm.start("request-client", contender.label(), port);
				this.clients.put(contender, client);
				client.answer(PATIENCE);
				rate(client, this.warmUp);
			}
			for (int round = 1; round <= this.rounds; round++) {
				round(round);
			}
			System.out.print(report());
		}
		finally {
			this.clients.values().forEach(Jvm::close);
		}
	}

	private void round(int round) throws Exception {
		for (Map.Entry<RequestContender, Jvm> client : this.clients.entrySet()) {
			double rate = rate(client.getValue(), this.time);
			System.err.printf("round %d of %d, %s: %,.0f requests/s%n", round, this.rounds, client.getKey().label(),
					rate);
			this.rates.computeIfAbsent(client.getKey(), (key) -> new ArrayList<>()).add(rate);
		}
	}

	private static double rate(Jvm client, Duration time) throws Exception {
		String[] answer = client.ask(String.valueOf(time.toMillis()), time.plus(PATIENCE)).split(" ");
		return Double.parseDouble(answer[1]) * 1e9 / Double.parseDouble(answer[0]);
	}

	private String report() {
		StringBuilder text = new StringBuilder(
				"64-byte request and reply, one shared connection, %d at a time, %d rounds of %s%n%n"
					.formatted(RequestLoad.WINDOW, this.rounds, this.time));
		text.append("| asks through | requests/s | lowest-highest | x tcp-outbound-gateway |\n|---|--:|--:|--:|\n");
		List<Double> base = this.rates.getOrDefault(RequestContender.TCP_OUTBOUND_GATEWAY, List.of());
		this.rates.forEach((contender, values) -> text
			.append("| %s | %,.0f | %,.0f-%,.0f | %.1f |%n".formatted(contender.label(), median(values),
					Collections.min(values), Collections.max(values), median(ratios(values, base)))));
		return text.toString();
	}

	private static List<Double> ratios(List<Double> values, List<Double> base) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < values.size(); i++) {
			ratios.add(values.get(i) / base.get(i));
		}
		return ratios;
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
	}

}
