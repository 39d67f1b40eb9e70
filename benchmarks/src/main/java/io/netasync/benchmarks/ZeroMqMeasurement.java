package io.netasync.benchmarks;

import java.util.Locale;

/**
 * What is measured of ZeroMQ sockets.
 *
 * @author net-async
 */
enum ZeroMqMeasurement {

	/** Messages a second from a PUSH to a PULL. */
	PUSH_PULL("push-pull", 0),

	/** Messages a second from a PUB to a SUB that gets all of them. */
	PUB_SUB("pub-sub", 0),

	/** Requests a second, 100 under way at a time. */
	REQ_REP("req-rep, 100 in flight", 100),

	/** A request and its reply. */
	REQ_REP_TRIP("req-rep, one at a time", 1),

	/** There and back, each way a PUSH and a PULL. */
	PUSH_PULL_TRIP("push-pull and back, one at a time", 1);

	private final String label;

	private final int window;

	ZeroMqMeasurement(String label, int window) {
		this.label = label;
		this.window = window;
	}

	static ZeroMqMeasurement named(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	String label() {
		return this.label;
	}

	int window() {
		return this.window;
	}

	boolean isRoundTrip() {
		return this.window == 1;
	}

	/**
	 * Tells whether two contenders can be measured together.
	 * @param sender who sends or asks
	 * @param receiver who receives or answers
	 * @return {@code false} if they do not understand each other, if neither of two
	 * different ones is JeroMQ, or if it is JeroMQ alone that would be measured
	 */
	boolean fits(ZeroMqContender sender, ZeroMqContender receiver) {
		boolean spring = sender == ZeroMqContender.SPRING_INTEGRATION || receiver == ZeroMqContender.SPRING_INTEGRATION;
		if (sender != receiver && sender != ZeroMqContender.JEROMQ && receiver != ZeroMqContender.JEROMQ) {
			return false;
		}
		boolean bare = sender == ZeroMqContender.BARE_CHANNEL || receiver == ZeroMqContender.BARE_CHANNEL;
		if (bare && this != PUSH_PULL && this != PUB_SUB) {
			return false;
		}
		return switch (this) {
			case PUSH_PULL -> true;
			case REQ_REP, REQ_REP_TRIP -> !spring;
			case PUB_SUB, PUSH_PULL_TRIP -> !spring || sender == receiver;
		};
	}

}
