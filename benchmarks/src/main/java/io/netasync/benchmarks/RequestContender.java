package io.netasync.benchmarks;

import java.util.Arrays;

/**
 * Who asks, all over one connection with 256 requests at a time.
 *
 * @author net-async
 */
enum RequestContender {

	/** Callbacks of a client. */
	CLIENT("net-async-client"),

	/** A thread for each request, through the request channel of a client. */
	GATEWAY("net-async-gateway"),

	/** A thread for each request, through Spring Integration's own gateway. */
	TCP_OUTBOUND_GATEWAY("tcp-outbound-gateway");

	private final String label;

	RequestContender(String label) {
		this.label = label;
	}

	static RequestContender labelled(String label) {
		return Arrays.stream(values())
			.filter((contender) -> contender.label.equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'%s' asks nothing".formatted(label)));
	}

	String label() {
		return this.label;
	}

}
