package io.netasync.server;

/**
 * Why a connection is turned away, named like the property that says so.
 *
 * @author net-async
 */
enum RejectReason {

	DENY("deny"), ALLOW("allow"), MAX_CONNECTIONS("max-connections"),
	MAX_CONNECTIONS_PER_ADDRESS("max-connections-per-address"), ACCEPT_RATE("accept-rate"),
	MEMORY_BUDGET("memory-budget"), PAUSED("paused"), PROXY_PROTOCOL("proxy-protocol");

	private final String property;

	RejectReason(String property) {
		this.property = property;
	}

	String property() {
		return this.property;
	}

}
