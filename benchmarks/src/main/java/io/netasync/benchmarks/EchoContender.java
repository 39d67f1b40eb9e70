package io.netasync.benchmarks;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Who answers.
 *
 * @author net-async
 */
enum EchoContender {

	/** Netty without anything above it. */
	RAW("raw-netty", null, null, false),

	/** A message handler on worker threads. */
	WORKER_HANDLER("worker-handler", "netty", "worker", false),

	/** A service activator on worker threads: what an application gets by default. */
	WORKER_ACTIVATOR("worker-activator", "netty", "worker", true),

	/** A message handler on the event loop. */
	EVENT_LOOP_HANDLER("event-loop-handler", "netty", "event-loop", false),

	/** A service activator on the event loop. */
	EVENT_LOOP_ACTIVATOR("event-loop-activator", "netty", "event-loop", true),

	/** Spring Integration's connections with a thread each, and a message handler. */
	NET_HANDLER("net-handler", "net", "worker", false),

	/** Spring Integration's connections with a thread each, and a service activator. */
	NET_ACTIVATOR("net-activator", "net", "worker", true),

	/** Spring Integration's connections with a selector, and a message handler. */
	NIO_HANDLER("nio-handler", "nio", "worker", false),

	/** Spring Integration's connections with a selector, and a service activator. */
	NIO_ACTIVATOR("nio-activator", "nio", "worker", true);

	private final String label;

	private final @Nullable String transport;

	private final @Nullable String dispatch;

	private final boolean activator;

	EchoContender(String label, @Nullable String transport, @Nullable String dispatch, boolean activator) {
		this.label = label;
		this.transport = transport;
		this.dispatch = dispatch;
		this.activator = activator;
	}

	static EchoContender labelled(String label) {
		return Arrays.stream(values())
			.filter((contender) -> contender.label.equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'%s' is none of %s".formatted(label, labels())));
	}

	private static String labels() {
		return Arrays.stream(values()).map(EchoContender::label).toList().toString();
	}

	String label() {
		return this.label;
	}

	/**
	 * Returns who does the same over Spring Integration's connections with a thread each.
	 * @return the contender
	 */
	EchoContender net() {
		return this.activator ? NET_ACTIVATOR : NET_HANDLER;
	}

	/**
	 * Returns who does the same over Spring Integration's connections with a selector.
	 * @return the contender
	 */
	EchoContender nio() {
		return this.activator ? NIO_ACTIVATOR : NIO_HANDLER;
	}

	@Nullable String transport() {
		return this.transport;
	}

	@Nullable String dispatch() {
		return this.dispatch;
	}

	boolean isActivator() {
		return this.activator;
	}

}
