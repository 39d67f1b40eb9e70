package io.netasync.benchmarks;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * 64-byte echo over one connection, pipelined and one at a time. Every contender has a
 * JVM of its own, the client is another; all are started and warmed up first, then they
 * take turns: a round measures each of them once.
 *
 * @author net-async
 */
final class EchoBenchmark {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final EchoOptions options;

	private final Map<EchoContender, Jvm> servers = new EnumMap<>(EchoContender.class);

	private final Map<EchoContender, Integer> ports = new LinkedHashMap<>();

	EchoBenchmark(EchoOptions options) {
		this.options = options;
	}

	void run() throws Exception {
		try (Jvm client = Jvm.start("echo-client")) {
			startServers();
			warmUp(client);
			EchoReport report = new EchoReport(this.options);
			if (Jvm.isPinnable()) {
				for (Jvm server : this.servers.values()) {
					server.move(0);
				}
				client.move(1);
				report.add("client and server on different cores", measure(client));
				client.move(0);
				report.add("client and server on one core", measure(client));
			}
			else {
				report.add("not pinned to any core", measure(client));
			}
			System.out.println(report);
		}
		finally {
			this.servers.values().forEach(Jvm::close);
		}
	}

	private void startServers() throws Exception {
		for (EchoContender contender : this.options.contenders()) {
			this.servers.put(contender, Jvm.start("echo-server", contender.label()));
		}
		for (EchoContender contender : this.options.contenders()) {
			this.ports.put(contender, Integer.valueOf(server(contender).answer(PATIENCE)));
		}
	}

	private Jvm server(EchoContender contender) {
		return Objects.requireNonNull(this.servers.get(contender));
	}

	private void warmUp(Jvm client) throws Exception {
		for (EchoContender contender : this.options.contenders()) {
			System.err.println("warm-up of " + contender.label());
			pipelined(client, contender, this.options.warmUp());
			roundTrips(client, contender, this.options.warmUp().dividedBy(4));
		}
	}

	private Map<EchoContender, EchoResult> measure(Jvm client) throws Exception {
		Map<EchoContender, EchoResult> results = new EnumMap<>(EchoContender.class);
		for (int round = 1; round <= this.options.rounds(); round++) {
			for (EchoContender contender : this.options.contenders()) {
				EchoResult.Round result = measure(client, contender);
				System.err.printf("round %d of %d, %s: %,.0f messages/s, round trip %.1f us%n", round,
						this.options.rounds(), contender.label(), result.rate(), result.roundTripMedian());
				results.computeIfAbsent(contender, (key) -> new EchoResult()).add(result);
			}
		}
		return results;
	}

	private EchoResult.Round measure(Jvm client, EchoContender contender) throws Exception {
		Jvm server = server(contender);
		Duration before = server.cpuTime();
		String[] pipelined = pipelined(client, contender, this.options.pipelined());
		Duration cpuTime = server.cpuTime().minus(before);
		String[] roundTrips = roundTrips(client, contender, this.options.roundTrip());
		double messages = Double.parseDouble(pipelined[1]);
		return new EchoResult.Round(messages * 1e9 / Double.parseDouble(pipelined[0]), cpuTime.toNanos() / messages,
				Long.parseLong(pipelined[2]), Double.parseDouble(roundTrips[0]), Double.parseDouble(roundTrips[1]));
	}

	private String[] pipelined(Jvm client, EchoContender contender, Duration duration) throws Exception {
		return ask(client, "pipelined", contender, duration);
	}

	private String[] roundTrips(Jvm client, EchoContender contender, Duration duration) throws Exception {
		return ask(client, "roundtrips", contender, duration);
	}

	private String[] ask(Jvm client, String what, EchoContender contender, Duration duration) throws Exception {
		String question = what + " " + this.ports.get(contender) + " " + duration.toMillis();
		return client.ask(question, duration.plus(PATIENCE)).split(" ");
	}

}
