package io.netasync.benchmarks;

import java.time.Duration;

/**
 * One measurement between two JVMs, with connections of its own.
 *
 * @param sender sends or asks
 * @param receiver receives or answers
 * @param count how many messages are sent
 * @param time how long is asked
 * @author net-async
 */
record ZeroMqRun(Jvm sender, Jvm receiver, long count, Duration time) {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	/**
	 * Measures.
	 * @param what what
	 * @return what was measured
	 * @throws Exception if a message is missing
	 */
	ZeroMqResult.Round measure(ZeroMqMeasurement what) throws Exception {
		Duration sending = this.sender.cpuTime();
		Duration receiving = this.receiver.cpuTime();
		String[] answer = switch (what) {
			case PUSH_PULL -> oneWay("push-pull");
			case PUB_SUB -> oneWay("pub-sub");
			case REQ_REP, REQ_REP_TRIP -> requests(what.window());
			case PUSH_PULL_TRIP -> roundTrips();
		};
		double messages = Double.parseDouble(answer[1]);
		ZeroMqResult.Round round = new ZeroMqResult.Round(messages * 1e9 / Double.parseDouble(answer[0]),
				this.sender.cpuTime().minus(sending).toNanos() / messages,
				this.receiver.cpuTime().minus(receiving).toNanos() / messages, Double.parseDouble(answer[2]),
				Double.parseDouble(answer[3]));
		tell(this.sender, "close");
		tell(this.receiver, "close");
		return round;
	}

	private String[] oneWay(String pattern) throws Exception {
		String port = tell(this.receiver, "receive " + pattern + " " + this.count);
		tell(this.sender, "send " + pattern + " " + port);
		do {
			tell(this.sender, "probe");
		}
		while (!Boolean.parseBoolean(tell(this.receiver, "probed")));
		tell(this.sender, "go " + this.count);
		return new String[] { tell(this.receiver, "arrived"), String.valueOf(this.count), "0", "0" };
	}

	private String[] requests(int window) throws Exception {
		String port = tell(this.receiver, "answer");
		return tell(this.sender, "ask " + port + " " + window + " " + this.time.toMillis()).split(" ");
	}

	private String[] roundTrips() throws Exception {
		String there = tell(this.receiver, "echo");
		String back = tell(this.sender, "hear " + this.time.toMillis());
		tell(this.sender, "send push-pull " + there);
		tell(this.receiver, "send push-pull " + back);
		return tell(this.sender, "exchange").split(" ");
	}

	private static String tell(Jvm jvm, String command) throws Exception {
		return jvm.ask(command, PATIENCE);
	}

}
