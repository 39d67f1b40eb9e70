package io.netasync.test;

/**
 * The way bytes take through a {@link ChaosProxy}.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum Direction {

	/**
	 * From the client to the server behind the proxy.
	 */
	UPSTREAM,

	/**
	 * From the server behind the proxy to the client.
	 */
	DOWNSTREAM

}
