package io.netasync.benchmarks;

import java.util.Arrays;

/**
 * Whose ZeroMQ sockets.
 *
 * @author net-async
 */
enum ZeroMqContender {

	/** JeroMQ on a thread of its own, without anything above it. */
	JEROMQ("jeromq"),

	/** A channel and JeroMQ, with nothing between them. */
	BARE_CHANNEL("bare-channel"),

	/** Channels of net-async and plain message handlers. */
	NET_ASYNC("net-async"),

	/** Channel adapters of Spring Integration's own module. */
	SPRING_INTEGRATION("spring-integration");

	private final String label;

	ZeroMqContender(String label) {
		this.label = label;
	}

	static ZeroMqContender labelled(String label) {
		return Arrays.stream(values())
			.filter((contender) -> contender.label.equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'%s' has no ZeroMQ sockets".formatted(label)));
	}

	String label() {
		return this.label;
	}

	ZeroMqLibrary open() {
		return switch (this) {
			case JEROMQ -> new JeroMqLibrary();
			case BARE_CHANNEL -> new BareChannelLibrary();
			case NET_ASYNC -> new NetAsyncZeroMqLibrary();
			case SPRING_INTEGRATION -> new SpringZeroMqLibrary();
		};
	}

}
