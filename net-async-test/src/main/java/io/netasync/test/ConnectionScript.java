package io.netasync.test;

/**
 * What a {@link ScriptedPeer} does with a connection on its own.
 *
 * @author net-async
 * @since 0.1.0
 * @see ScriptedPeer#onConnection(ConnectionScript)
 */
@FunctionalInterface
public interface ConnectionScript {

	/**
	 * Runs the steps, on a thread of the connection's own. The connection is closed when
	 * the script returns.
	 * @param connection the connection
	 * @throws Exception if a step fails
	 */
	void run(ScriptedConnection connection) throws Exception;

}
